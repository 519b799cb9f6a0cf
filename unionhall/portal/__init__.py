"""The member's phone site (会员之家): home and card (会员卡)."""
