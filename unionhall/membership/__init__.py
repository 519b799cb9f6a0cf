"""Who is a member (会员): persons, applications (入会申请), memberships (会籍) and their events, drives (集中入会行动),
cards (会员卡). A membership begins with approval, moves with the job, is retained, and ends.
"""
