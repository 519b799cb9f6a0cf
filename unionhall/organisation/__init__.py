"""The tree of unions (工会组织), offices and their terms (职务、任期), employers (用人单位) and places (阵地);
who reaches what, and the counters kept along the tree. A unit is founded, moved, merged, split and closed.
"""
