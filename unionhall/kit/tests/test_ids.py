from unionhall.kit.ids import new_id


def test_ids_are_positive_63_bit_numbers_that_never_repeat():
    ids = [new_id() for _ in range(10_000)]

    assert len(set(ids)) == 10_000
    assert all(0 < number < 2**63 for number in ids)
