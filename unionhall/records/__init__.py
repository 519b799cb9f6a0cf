"""What was done and what came of it: the journal (日志) and ``@operation``, receipts (回执), files (文件),
certificates (证书) and long jobs (任务).
"""
