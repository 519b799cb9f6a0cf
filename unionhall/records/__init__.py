"""What was done and what came of it: the journal (日志) and ``@operation``, receipts (回执), files (文件),
certificates (证书), long jobs (任务) and duties that recur every few seconds (例行).

A journal line is written with the change it tells of, is sealed within a second, and never changes. A job waits, runs
in short steps, and ends done, failed or cancelled. A certificate is ordered, issued with the next number of its series,
and stays listed when it is revoked.
"""
