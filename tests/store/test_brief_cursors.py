"""Cursors that describe their columns only when asked tell the same as ever."""

from sqlalchemy import text

from campaigns.store.session import EVERYTHING, Database


def test_a_statement_names_its_columns_however_often_it_is_asked(db: Database) -> None:
    asked = text("SELECT 1 AS first, 'two' AS second")
    for _ in range(3):
        with db.transaction(EVERYTHING) as session:
            answer = session.execute(asked)
            assert list(answer.keys()) == ["first", "second"]
            assert answer.mappings().one() == {"first": 1, "second": "two"}


def test_what_brings_no_rows_has_no_columns_and_what_could_have_brought_some_has(db: Database) -> None:
    with db.transaction(EVERYTHING) as session:
        cursor = session.connection().connection.cursor()
        cursor.execute("SET LOCAL lock_timeout = '1s'")
        assert not cursor.description
        cursor.execute("SELECT 1 AS number, 'a' AS letter WHERE false")
        described = cursor.description
        assert described is not None
        assert (len(described), [column[0] for column in described]) == (2, ["number", "letter"])
        assert [column[0] for column in described[1:]] == ["letter"]
        cursor.close()
