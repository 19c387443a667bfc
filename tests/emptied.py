"""The tests' database made empty again after a test that committed: by deleting rows, where Django's own way
makes every table and index anew, which takes half a second for some 120 tables of which few hold a row.
"""

import psycopg
from django.db import connection
from django.test import TransactionTestCase

OF_MIGRATIONS = ("django_content_type", "auth_permission", "django_site")  # no test changes what these hold
EMPTY = """
DO $$
DECLARE name text;
BEGIN
    SET LOCAL session_replication_role = replica; -- no trigger, neither of keys nor of ours, watches
    FOREACH name IN ARRAY {tables}::text[] LOOP EXECUTE format('DELETE FROM %I', name); END LOOP;
END $$
"""


def allow(socket: str, role: str) -> None:
    """Lets the owner of the tables leave out triggers."""
    with psycopg.connect(host=socket, user="postgres", dbname="postgres", autocommit=True) as superuser:
        superuser.execute(f"GRANT SET ON PARAMETER session_replication_role TO {role}")


def by_deleting() -> None:
    """From now on, for every test that commits."""
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    names = ", ".join(f"'{name}'" for name in tables if name not in OF_MIGRATIONS)

    def empty(test: TransactionTestCase) -> None:
        with connection.cursor() as cursor:
            cursor.execute(EMPTY.format(tables=f"ARRAY[{names}]"))

    TransactionTestCase._fixture_teardown = empty
