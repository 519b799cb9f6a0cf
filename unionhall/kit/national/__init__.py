"""National number rules and code lists (国家标准与编码): papers, credit codes, phones, names, divisions, days, ages.

No models. Every rule that says no raises ``Refused`` with a sentence that says what to do.
"""
