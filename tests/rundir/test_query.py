"""A query reads the run: whatever else is tried is refused with a line, in bounded time and memory."""

import json
import os
import re
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import duckdb
import pytest

import repairloop
from repairloop.ground import stopping
from repairloop.ground.errors import DamagedRun, UsageError
from repairloop.rundir.query import MEMORY_MIB, ask
from repairloop.rundir.query_worker import LARGEST_MIB, LARGEST_ROWS

MARK = "nobody-may-read-this"
READERS = [
    "glob",
    "parquet_bloom_probe",
    "parquet_file_metadata",
    "parquet_full_metadata",
    "parquet_kv_metadata",
    "parquet_metadata",
    "parquet_scan",
    "parquet_schema",
    "read_blob",
    "read_csv",
    "read_csv_auto",
    "read_duckdb",
    "read_json",
    "read_json_auto",
    "read_json_objects",
    "read_json_objects_auto",
    "read_ndjson",
    "read_ndjson_auto",
    "read_ndjson_objects",
    "read_parquet",
    "read_single_csv_file",
    "read_single_json_file",
    "read_single_parquet_file",
    "read_text",
    "sniff_csv",
]
SYSTEM = [
    "checkpoint",
    "create_external_resource",
    "disable_logging",
    "disable_profiling",
    "duckdb_databases",
    "duckdb_extensions",
    "duckdb_external_file_cache",
    "duckdb_functions",
    "duckdb_logs",
    "duckdb_log_contexts",
    "duckdb_memory",
    "duckdb_secrets",
    "duckdb_settings",
    "duckdb_temporary_files",
    "duckdb_variables",
    "duckdb_prepared_statements",
    "enable_logging",
    "enable_profiling",
    "force_checkpoint",
    "pragma_database_size",
    "pragma_platform",
    "pragma_user_agent",
    "pragma_version",
    "register_external_resource",
    "test_all_types",
    "test_vector_types",
    "truncate_duckdb_logs",
    "which_secret",
]
TABLES = [
    "answers",
    "areas",
    "canaries",
    "decisions",
    "failures",
    "lineage",
    "outcomes",
    "probes",
    "repair_rows",
    "verdicts",
]

READ = [
    *(f"SELECT * FROM {reader}('FILE')" for reader in READERS),
    "SELECT * FROM 'FILE'",
    'SELECT * FROM "FILE"',
    "FROM 'FILE'",
    "TABLE 'FILE'",
    "DESCRIBE 'FILE'",
    "SUMMARIZE 'FILE'",
    "SELECT * FROM 'FOLDER/*.csv'",
    "SELECT * FROM '/etc/passwd'",
    "SELECT * FROM 'http://127.0.0.1:9/x.csv'",
    "SELECT * FROM 's3://bucket/x.parquet'",
    "SELECT * FROM 'RUN/run.duckdb'",
    "SELECT * FROM read_blob('RUN/run.duckdb')",
    "SELECT * FROM read_text(['FILE', 'FILE'])",
    "SELECT content FROM READ_TEXT('FILE')",
    "SELECT * FROM \"read_text\"('FILE')",
    "SELECT * FROM main.read_text('FILE')",
    "SELECT * FROM system.main.read_text('FILE')",
    "SELECT * FROM probes, read_text('FILE')",
    "SELECT * FROM probes p, LATERAL (SELECT * FROM read_text('FILE'))",
    "SELECT (SELECT content FROM read_text('FILE'))",
    "SELECT 1 WHERE EXISTS (FROM read_text('FILE'))",
    "SELECT 1 WHERE 'a' IN (SELECT content FROM read_text('FILE'))",
    "WITH x AS (FROM read_text('FILE')) SELECT * FROM x",
    "WITH x AS MATERIALIZED (FROM 'FILE') SELECT * FROM x",
    "WITH RECURSIVE x AS (SELECT 1 AS a UNION ALL SELECT a + 1 FROM x, read_text('FILE') WHERE a < 2) FROM x",
    "SELECT 1 UNION ALL SELECT content FROM read_text('FILE')",
    "SELECT * FROM (PIVOT (FROM read_csv('FILE')) ON a IN (1) USING count(*))",
    "PIVOT 'FILE' ON a IN (1) USING count(*)",
    "UNPIVOT 'FILE' ON a",
    "SELECT list(x) FROM (SELECT unnest([1]) AS x) WHERE x IN (SELECT 1 FROM 'FILE')",
    "SELECT * FROM probes ORDER BY (SELECT content FROM read_text('FILE'))",
    "SELECT * FROM probes LIMIT (SELECT count(*) FROM read_text('FILE'))",
    "SELECT * FROM (VALUES ((SELECT content FROM read_text('FILE'))))",
    "SELECT * FROM probes /* ' */ , read_text('FILE') --",
    "SELECT list_transform([1], lambda x: (SELECT content FROM read_text('FILE')))",
    "SELECT count(*) FILTER (WHERE EXISTS (FROM read_text('FILE'))) FROM probes",
    "SELECT sum(1) OVER (ORDER BY (SELECT content FROM read_text('FILE'))) FROM probes",
    "SELECT * FROM probes SEMI JOIN read_text('FILE') ON true",
    "SELECT * FROM probes ASOF JOIN 'FILE' USING (probe_id)",
    "SELECT * FROM query('FROM read_text(''FILE'')')",
    "SELECT * FROM query('SELECT 1')",
    "SELECT * FROM query_table('probes')",
    "SELECT * FROM query_table(['FILE'])",
    "SELECT * FROM json_execute_serialized_sql(json_serialize_sql('FROM read_text(''FILE'')'))",
    "SELECT json_serialize_plan('FROM read_text(''FILE'')')",
    "SELECT json_deserialize_sql(json_serialize_sql('SELECT 1'))",
    "SELECT getenv('HOME')",
    "SELECT current_setting('secret_directory')",
    "SELECT * FROM python_secret",
    "SELECT * FROM df",
]
LOOK_AROUND = [
    *(f"SELECT * FROM {name}()" for name in SYSTEM),
    "SELECT * FROM duckdb_databases",
    "SELECT * FROM system.main.duckdb_databases",
    "SELECT * FROM pragma_database_list",
    "SELECT * FROM pg_catalog.pg_settings",
    "SELECT * FROM pg_settings",
    "SELECT * FROM sqlite_master",
    "SELECT * FROM (WITH duckdb_databases AS (SELECT 1) SELECT 1), duckdb_databases",
    "WITH RECURSIVE duckdb_settings AS (SELECT 1) SELECT * FROM system.duckdb_settings",
    "SELECT * FROM temp.information_schema.tables",
    "SELECT * FROM seq_scan()",
    "SELECT * FROM arrow_scan(4096, 4096, 4096)",
    "SELECT * FROM arrow_scan_dumb(4096, 4096, 4096)",
    "SELECT * FROM pandas_scan(4096)",
    "SELECT * FROM python_arrow_scan(4096)",
    "SELECT * FROM python_map_function(4096)",
    "SELECT finalize(sum(item) EXPORT_STATE) FROM probes",
    "SELECT sum(item) EXPORT_STATE FROM probes",
    "SELECT combine('abc'::BLOB, 'abc'::BLOB)",
    "SELECT write_log('x')",
    "SELECT nextval('x')",
    "SELECT pg_sleep(60)",
    "SELECT sleep_ms(60000)",
    "SELECT __internal_decompress_string(1::UBIGINT)",
]
CHANGE = [
    *(f"DROP TABLE {name}" for name in TABLES if name != "failures"),
    *(f"DELETE FROM {name}" for name in TABLES),
    "DROP VIEW failures",
    "UPDATE verdicts SET status = 'pass'",
    "INSERT INTO lineage VALUES ('a', 1, 'b')",
    "INSERT INTO lineage SELECT * FROM lineage RETURNING *",
    "TRUNCATE probes",
    "MERGE INTO probes USING probes AS p ON true WHEN MATCHED THEN DELETE",
    "ALTER TABLE probes DROP COLUMN area",
    "CREATE TABLE x (a INT)",
    "CREATE TEMP TABLE x AS FROM probes",
    "CREATE OR REPLACE VIEW areas AS SELECT 1",
    "CREATE TEMP VIEW x AS FROM read_text('FILE')",
    "CREATE MACRO x() AS TABLE FROM read_text('FILE')",
    "CREATE TEMP MACRO x(a) AS getenv(a)",
    "CREATE FUNCTION x(a) AS a",
    "CREATE SCHEMA x",
    "CREATE SEQUENCE x",
    "CREATE TYPE x AS ENUM ('a')",
    "CREATE INDEX x ON probes (area)",
    "CREATE SECRET (TYPE http, BEARER_TOKEN 'x')",
    "CREATE PERSISTENT SECRET x (TYPE http, BEARER_TOKEN 'x')",
    "COMMENT ON TABLE probes IS 'x'",
    "WITH x AS (DELETE FROM probes RETURNING *) SELECT * FROM x",
    "WITH x AS (INSERT INTO lineage VALUES ('a', 1, 'b') RETURNING *) SELECT * FROM x",
    "WITH x AS (UPDATE verdicts SET status = 'pass' RETURNING *) SELECT * FROM x",
    "COPY (SELECT 1) TO 'FOLDER/made'",
    "COPY (SELECT 1) TO 'RUN/manifest.json'",
    "COPY probes TO 'FOLDER/made.parquet' (FORMAT parquet)",
    "COPY probes FROM 'FILE'",
    "COPY FROM DATABASE run TO memory",
    "EXPORT DATABASE 'FOLDER/made'",
    "IMPORT DATABASE 'FOLDER'",
    "VACUUM",
    "ANALYZE",
    "CHECKPOINT",
    "FORCE CHECKPOINT",
    "BEGIN",
    "COMMIT",
    "ROLLBACK",
]
REACH_OUT = [
    "ATTACH 'FOLDER/made.duckdb' AS n",
    "ATTACH 'FOLDER/made.duckdb' AS n (READ_WRITE)",
    "ATTACH 'RUN/run.duckdb' AS n",
    "ATTACH ':memory:' AS n",
    "ATTACH 'http://127.0.0.1:9/x.duckdb' AS n",
    "DETACH run",
    "USE memory",
    "INSTALL httpfs",
    "FORCE INSTALL httpfs FROM 'http://127.0.0.1:9'",
    "LOAD httpfs",
    "LOAD 'FOLDER/x.duckdb_extension'",
    "UPDATE EXTENSIONS",
    "SET enable_external_access = true",
    "SET lock_configuration = false",
    "SET memory_limit = '100GB'",
    "SET GLOBAL threads = 64",
    "SET VARIABLE x = 1",
    "SET python_scan_all_frames = true",
    "SET temp_directory = 'FOLDER'",
    "RESET memory_limit",
    "PRAGMA enable_profiling",
    "PRAGMA database_list",
    "PRAGMA table_info('probes')",
    "PRAGMA import_database('FOLDER')",
    "PRAGMA memory_limit = '100GB'",
    "CALL pragma_version()",
    "CALL enable_logging()",
    "PREPARE x AS SELECT 1",
    "EXECUTE x",
    "DEALLOCATE x",
    "EXPLAIN SELECT * FROM read_text('FILE')",
    "EXPLAIN ANALYZE SELECT 1",
    "SELECT 1; SELECT 2",
    "SELECT 1; DROP TABLE probes",
    "SELECT 1;\n-- \n;COPY (SELECT 1) TO 'FOLDER/made'",
    "SELECT 1 /* ; */ ; SET threads = 1 --",
    "SELECT ';' ; ATTACH 'FOLDER/made.duckdb' AS n",
    "/* SELECT */ DROP TABLE probes",
    "--\nDROP TABLE probes",
    "SELECT 1;\u00a0DROP TABLE probes",
    "SELECT '\\'; DROP TABLE probes --'",
    "SELECT $$a$$; DROP TABLE probes",
    "",
    " ; ; ",
    "-- nothing",
    "SELEKT 1",
    "\x00",
    "SELECT 1 \x00; DROP TABLE probes",
    "SELECT $1",
    "PIVOT probes ON area USING count(*)",
    "SELECT " + "x" * 100_001,
]
OTHERWISE = [
    'SELECT * FROM (WITH "FILE" AS (SELECT 1) FROM "FILE"), \'FILE\'',
    'SELECT * FROM (WITH "FILE" AS (SELECT 1) FROM "FILE") UNION ALL FROM "FILE"',
    'WITH x AS (WITH "FILE" AS (SELECT 1) FROM "FILE") SELECT * FROM "FILE"',
    'WITH "secret.csv" AS (SELECT 1) SELECT * FROM main."secret.csv"',
    "WITH df AS (SELECT 1) SELECT * FROM (SELECT * FROM main.df)",
    "SELECT\xa0*\xa0FROM\xa0read_text('FILE')",
    "\ufeffSELECT * FROM read_text('FILE')",
    "SELECT * FROM \uff52ead_text('FILE')",
    "SELECT * FROM read_text($$FILE$$)",
    "SELECT * FROM read_text(E'FILE')",
    "SELECT * FROM read_text('FI' || 'LE')",
    "SELECT * FROM read_text(getvariable('x'))",
    "SELECT * FROM read_csv('FILE', auto_detect := true)",
    "SELECT * FROM read_csv_auto(['FILE'])",
    "SELECT * FROM U&\"read_text\"('FILE')",
    "SELECT * FROM read_text/**/('FILE')",
    "SELECT * FROM/* */'FILE'",
    "/* /* */ */ FROM 'FILE'",
    "SELECT 'FILE'.read_text()",
    "SELECT read_text('FILE')",
    "SELECT (FROM 'FILE')",
    "SELECT * FROM probes WHERE question = ANY (FROM 'FILE')",
    "SELECT ARRAY(FROM 'FILE')",
    "DESCRIBE SELECT * FROM read_text('FILE')",
    "SUMMARIZE SELECT * FROM read_text('FILE')",
    "SUMMARIZE FROM 'FILE'",
    "SHOW 'FILE'",
    "SELECT * FROM (DESCRIBE 'FILE')",
    "SELECT * FROM (SUMMARIZE 'FILE')",
    "SELECT * FROM histogram('FILE', 'a')",
    "SELECT * FROM histogram_values('FILE', 'a')",
    "SELECT * FROM probes AT (VERSION => 1)",
    "SELECT * FROM glob('/*') g JOIN read_blob(g.file) b ON true",
    "FROM read_text('FILE') SELECT content",
    "SELECT * FROM read_text('FILE') WITH ORDINALITY",
    "SELECT * FROM VALUES (1) t(a), read_text('FILE')",
    "SELECT * INTO x FROM probes",
    "SELECT * FROM probes FOR UPDATE",
    "CREATE TABLE x AS FROM 'FILE'",
    "INSERT OR REPLACE INTO lineage FROM 'FILE'",
    "EXPLAIN (FORMAT json) SELECT 1",
    "EXPLAIN ANALYZE COPY (SELECT 1) TO 'FOLDER/made'",
    "ATTACH IF NOT EXISTS 'FOLDER/made.duckdb'",
    "ATTACH OR REPLACE 'FOLDER/made.duckdb' AS run",
    "SET SESSION threads = 8",
    "SET LOCAL threads = 8",
    "SET s3_region = 'x'",
    "RESET ALL",
    "PRAGMA version",
    ".shell id",
    ".read FILE",
    ".open FILE",
    "GRANT ALL ON probes TO x",
    "LISTEN x",
    "COPY (FROM 'FILE') TO '/dev/stdout'",
    "COPY probes TO PROGRAM 'id'",
    "COPY probes FROM PROGRAM 'id'",
    "DO $$ BEGIN END $$",
    "DECLARE c CURSOR FOR SELECT 1",
    "DROP DATABASE run",
    "ALTER DATABASE run RENAME TO x",
    "SELECT 1; -- \nSET threads = 9",
    "SELECT 1\\; DROP TABLE probes",
    "SELECT 1\uff1bDROP TABLE probes",
    "SELECT 'a'';' ; CREATE TABLE x(a INT)",
    "SELECT 1;;SELECT 2",
    "BEGIN; SELECT 1; COMMIT",
    "EXECUTE IMMEDIATE 'DROP TABLE probes'",
    "PREPARE x AS DROP TABLE probes; EXECUTE x",
    "SELECT * FROM probes WHERE probe_id = ?",
    "SELECT current_setting('temp_directory')",
    "SELECT getenv('PATH')",
    "SELECT 'PATH'.getenv()",
    "SELECT list_transform(['PATH'], lambda x: getenv(x))",
    "SELECT list_aggregate([1], 'getenv')",
    "SELECT apply(['HOME'], x -> getenv(x))",
    "SELECT system.main.getenv('HOME')",
    "SELECT \"getenv\"('HOME')",
    "SELECT GETENV('HOME')",
]
"""The same again: named, quoted, nested or written in another way, or in another program's words."""
EXHAUST = [
    "SELECT count(*) FROM range(1000000000000)",
    "SELECT * FROM range(200000000)",
    "SELECT * FROM range(1000000000000)",
    "SELECT count(*) FROM probes a, probes b, probes c, probes d",
    "SELECT sum(a.range * b.range) FROM range(1000000) a, range(1000000) b",
    "WITH RECURSIVE x AS (SELECT 1 AS a UNION ALL SELECT a + 1 FROM x) SELECT * FROM x",
    "WITH RECURSIVE x AS (SELECT 'a' AS a UNION ALL SELECT a || a FROM x) SELECT max(length(a)) FROM x",
    "SELECT repeat('x', 2000000000)",
    "SELECT length(repeat('x', 2000000000))",
    "SELECT lpad('x', 2147483647, 'y')",
    "SELECT range(1000000000000)",
    "SELECT list_sort(range(300000000))",
    "SELECT * FROM unnest(range(300000000))",
    "SELECT list(a) FROM range(300000000) t(a)",
    "SELECT string_agg(a::VARCHAR) FROM range(300000000) t(a)",
    "SELECT array_agg(a ORDER BY random()) FROM range(100000000) t(a)",
    "SELECT a, count(*) FROM range(100000000) t(a) GROUP BY 1 ORDER BY 2",
    "SELECT md5(a::VARCHAR) AS h FROM range(100000000) t(a) ORDER BY h LIMIT 900000 OFFSET 50000000",
    "SELECT a.range FROM range(100000000) a JOIN range(100000000) b ON a.range = b.range + 1",
    "SELECT row_number() OVER (ORDER BY random()) FROM range(100000000)",
    "SELECT repeat('x', 1000000) FROM range(1000000)",
    "SELECT * FROM repeat('x', 3000000)",
    "SELECT levenshtein(repeat('a', 1000000), repeat('b', 1000000))",
    "SELECT jaccard(repeat('ab', 100000000), repeat('ac', 100000000))",
    "SELECT regexp_replace(repeat('a', 300000000), '(a|b)*?c|(a+)+$', 'x', 'g') FROM range(100)",
    "SELECT regexp_extract_all(repeat('a', 100000000), '.')",
    "SELECT list_reduce(range(100000000), lambda x, y: x + y)",
    "SELECT json_extract('[' || repeat('[],', 50000000) || '1]', '$[1]')",
    "SELECT map_from_entries(list_zip(range(50000000), range(50000000)))",
    "SELECT bit_count(repeat('1', 2000000000)::BIT)",
    "SELECT printf('%2000000000d', 1)",
    "SELECT format('{:2000000000}', 1)",
    "SELECT strftime(now()::TIMESTAMP, repeat('%Y', 100000000))",
    "SELECT error(repeat('x', 100000000))",
    "SELECT repeat('x', 50000000)::INT",
    "SELECT unnest(generate_series(1, 2000000000))",
    "SELECT histogram(a) FROM range(100000000) t(a)",
    "SELECT quantile_cont(a, 0.5) FROM range(300000000) t(a)",
    "SELECT " + "(" * 20_000 + "1" + ")" * 20_000,
    "SELECT " + "[" * 3_000 + "]" * 3_000,
    "SELECT " + "[" * 300 + "1" + "]" * 300,
    "SELECT " + "+".join(["1"] * 40_000),
    "SELECT " + "-" * 50_000 + "1",
    "SELECT " + "(SELECT " * 5_000 + "1" + ")" * 5_000,
    "SELECT " + "CASE WHEN true THEN " * 3_000 + "1" + " END" * 3_000,
    "SELECT " + ", ".join(f"{n} AS c{n}" for n in range(5_000)),
    "WITH a0 AS (SELECT 1 AS x), "
    + ", ".join(f"a{n + 1} AS (FROM a{n} UNION ALL FROM a{n})" for n in range(40))
    + " SELECT count(*) FROM a40",
    "WITH a0 AS (SELECT 1 AS x), "
    + ", ".join(f"a{n + 1} AS NOT MATERIALIZED (SELECT p.x FROM a{n} p, a{n} q)" for n in range(60))
    + " SELECT count(*) FROM a60",
    "SELECT count(*) FROM probes GROUP BY CUBE (" + ", ".join("abcdefghijklmnopqrstuvwxyz") + ")",
    "SELECT count(*) FROM " + ", ".join(f"areas a{n}" for n in range(300)),
    "SELECT count(*) FROM probes p0 " + " ".join(f"JOIN probes p{n} ON p{n}.skill = p0.skill" for n in range(1, 40)),
    "SELECT " + "list_transform([1], lambda x: " * 200 + "x" + ")" * 200,
    "SELECT damerau_levenshtein(repeat('a', 100000), repeat('b', 100000))",
    "SELECT list_resize([1], 2000000000)",
    "SELECT bitstring('1', 2000000000)",
    "SELECT count(*) FROM range(1000) t(i) WHERE repeat('a', 50000000 + i) SIMILAR TO '(a*)*b'",
    "SELECT regexp_matches('x', '((a{1,1000}){1,1000}){1,1000}')",
    "SELECT ('[' || repeat('[', 10000000) || repeat(']', 10000000) || ']')::JSON",
    "SELECT json_extract(repeat('{\"a\":', 5000000), '$.a')",
    "WITH RECURSIVE x(a) AS (SELECT [1] UNION ALL SELECT list_concat(a, a) FROM x) SELECT max(len(a)) FROM x",
    "SELECT count(*) FROM range(1000000000) t(a) WHERE " + " AND ".join(f"(a<>{n} OR a<7)" for n in range(4000)),
    "SELECT 1" + " UNION SELECT 1" * 6000,
    "FROM (" * 4000 + "SELECT 1" + ")" * 4000,
    "PIVOT (SELECT 1 AS a, 2 AS b) ON a IN (" + ", ".join(map(str, range(15_000))) + ") USING count(*)",
]  # fmt: skip
HOSTILE = [*READ, *LOOK_AROUND, *CHANGE, *REACH_OUT, *OTHERWISE]


@pytest.fixture(scope="module")
def run(planted, tmp_path_factory):
    """A run, and beside it files that no query may read, in the place where the process stands."""
    folder = tmp_path_factory.mktemp("beside")
    (folder / "secret.csv").write_text(f"a,b\n1,{MARK}\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        yield planted


def files(*folders):
    return {
        str(file): sha256(file.read_bytes()).hexdigest()
        for folder in folders
        for file in sorted(Path(folder).rglob("*"))
        if file.is_file()
    }


@contextmanager
def watched():
    """The most memory, in MiB, that this process and all below it take together beyond what they take now.

    (What is below it now may be another test's workers: those of a pool live as long as the process does.)
    """
    peak, over = [0], threading.Event()

    def taken():
        return sum(map(_resident, [os.getpid(), *stopping.below(os.getpid())]))

    before = taken()

    def watch():
        while not over.wait(0.02):
            peak[0] = max(peak[0], taken() - before)

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield peak
    finally:
        over.set()
        thread.join()


def _resident(pid):
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") >> 20
    except (OSError, ValueError):
        return 0


def test_there_are_more_than_three_hundred_hostile_statements():
    assert len(set(HOSTILE) | set(EXHAUST)) >= 340


def test_a_hostile_statement_reads_changes_and_reaches_nothing(run):
    python_secret = df = duckdb.sql(f"SELECT '{MARK}' AS a").to_arrow_table()  # noqa: F841 (queries name them)
    folder = Path.cwd()
    before = files(folder, run.path)

    def asked(statement):
        query = statement.replace("FILE", str(folder / "secret.csv"))
        query = query.replace("FOLDER", str(folder)).replace("RUN", str(run.path))
        try:
            return statement, ask(run.store.database, query).to_pylist()[:3]
        except UsageError as error:
            said = str(error)
            return (statement, said) if MARK in said or "Traceback" in said or len(said) > 1500 else None

    with ThreadPoolExecutor(2) as threads:
        through = [found for found in threads.map(asked, HOSTILE) if found]
    assert through == []
    assert files(folder, run.path) == before


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="looks into /proc")
def test_a_statement_that_exhausts_is_ended(run):
    ask(run.store.database, "SELECT 1")  # the imports are no part of it
    through = []
    for query in EXHAUST:
        started, said = time.monotonic(), ""
        with watched() as peak:
            try:
                through.append((query[:80], ask(run.store.database, query, seconds=0.6).num_rows))
            except UsageError as error:
                said = str(error)
            if len(said) > 1500:
                through.append((query[:80], said[:200]))
        took = time.monotonic() - started
        if took > 10 or peak[0] > 1024:
            through.append((query[:80], f"{took:.1f} s, {peak[0]} MiB"))
    assert through == []


def test_a_query_is_given_eight_seconds_by_the_clock(run):
    started = time.monotonic()
    with pytest.raises(UsageError, match=r"longer than 8 s: ask for less at a time"):
        ask(run.store.database, "SELECT count(*) FROM range(1000000000000)")
    assert time.monotonic() - started < 14  # a busy machine starts its process late


GOOD = [
    "SELECT 1 AS one",
    "FROM areas",
    "TABLE areas;",
    "select COUNT(*) from Probes",
    "SELECT * FROM run.probes ORDER BY ALL LIMIT 3",
    "SELECT * FROM run.main.probes ORDER BY ALL LIMIT 3",
    "SELECT * FROM main.failures ORDER BY ALL LIMIT 3 -- ; no second statement",
    'SELECT "area" FROM "areas" ORDER BY 1',
    "SELECT error_class, count(*) AS n FROM failures GROUP BY 1 ORDER BY 2 DESC, 1",
    "SELECT error_class, count(*) AS n FROM failures GROUP BY ALL HAVING n > 1 ORDER BY ALL",
    "SELECT p.area, a.text, v.status FROM probes p JOIN answers a USING (probe_id) JOIN verdicts v USING (probe_id, side) ORDER BY ALL LIMIT 50",
    "SELECT kind, count(*) FROM repair_rows WHERE dropped IS NULL GROUP BY 1 ORDER BY 1",
    "SELECT r.row_id, list(l.probe_id ORDER BY 1) AS ids FROM lineage l JOIN repair_rows r USING (row_id) GROUP BY 1 ORDER BY 1",
    "WITH x AS (SELECT area, n FROM areas), y AS (FROM x WHERE n > 10) SELECT * FROM y JOIN x USING (area) ORDER BY ALL",
    "WITH RECURSIVE x AS (SELECT 1 AS a UNION ALL SELECT a + 1 FROM x WHERE a < 50) SELECT sum(a) FROM x",
    "WITH probes AS (SELECT 1 AS a) SELECT * FROM probes",
    "SELECT area, rank() OVER (PARTITION BY skill ORDER BY n) AS r FROM areas QUALIFY r <= 2 ORDER BY ALL",
    "SELECT messages->0->>'role' AS role, json_extract_string(messages, '$[0].content') AS said FROM probes ORDER BY ALL LIMIT 5",
    "SELECT key, value FROM json_each('{\"a\": 1, \"b\": [2]}')",
    "SELECT DISTINCT je.key FROM probes, json_each(settings) je ORDER BY 1",
    "SELECT area, e.value->>'error_class' FROM areas, json_each(error_classes) e ORDER BY ALL",
    "SELECT unnest(agents) AS agent, count(*) FROM repair_rows GROUP BY 1 ORDER BY ALL",
    "SELECT * FROM unnest([1, 2, 3])",
    "SELECT * FROM range(5)",
    "SELECT g FROM generate_series(1, 3) t(g)",
    "SELECT regexp_extract(text, '(\\d+)', 1) AS number FROM answers ORDER BY ALL LIMIT 5",
    "SELECT list_transform([1, 2], lambda x: x + 1), [y * 2 FOR y IN [1, 2] IF y > 1]",
    "SELECT {'a': 1, 'b': [1, 2]} AS s, MAP {'k': 1} AS m, 1.5::DECIMAL(9, 2) AS d, DATE '2026-01-01' AS day, 'x'::BLOB AS b",
    "SELECT TIMESTAMP '2026-01-01 10:00:00' AS t, INTERVAL 3 DAY AS i, NULL AS n, true AS yes, 170141183460469231731687303715884105727 AS big",
    "SELECT split, count(*) FILTER (WHERE wording = 'seen') FROM probes GROUP BY 1 ORDER BY 1",
    "PIVOT (SELECT split, wording FROM probes) ON wording IN ('seen', 'unseen') USING count(*) ORDER BY split",
    "UNPIVOT (SELECT 1 AS a, 2 AS b) ON a, b",
    "SELECT COLUMNS('.*_n') FROM areas ORDER BY ALL",
    "SELECT * EXCLUDE (messages, question) FROM probes ORDER BY ALL LIMIT 2",
    "SELECT * FROM areas POSITIONAL JOIN (SELECT 1 AS one)",
    "SELECT area FROM areas UNION SELECT skill FROM areas EXCEPT SELECT 'math' ORDER BY 1",
    "SELECT (SELECT max(n) FROM areas a WHERE a.skill = b.skill) AS most FROM areas b ORDER BY 1",
    "SELECT a.area, x.n FROM areas a, LATERAL (SELECT a.n + 1 AS n) x ORDER BY ALL",
    "SELECT approx_count_distinct(area) > 0, median(n), quantile_cont(n, 0.9), mode(skill), arg_max(area, (n, area)) FROM areas",
    "SELECT count(*) > 0 FROM (FROM probes USING SAMPLE 100%)",
    "VALUES (1, 'a'), (2, 'b')",
    "DESCRIBE answers",
    "SHOW TABLES",
    "SUMMARIZE areas",
    "SELECT table_name, count(*) FROM information_schema.columns WHERE table_schema = 'main' GROUP BY 1 ORDER BY 1",
    "SELECT typeof(n), pg_typeof(n) FROM areas LIMIT 1",
    "SELECT coalesce(dropped, 'trains') AS fate, count(*) AS n FROM repair_rows GROUP BY 1 ORDER BY 2 DESC, 1",
    "SELECT verdict, reason FROM decisions",
    "SELECT * FROM outcomes WHERE decision IN ('worse', 'unclear') OR targeted ORDER BY ALL",
    "SELECT area, count(*) AS cut FROM failures WHERE error_class = 'truncated' AND thoughts <> '' GROUP BY 1 ORDER BY 2 DESC",
    "SELECT 1 WHERE false",
    "SELECT count(*) FROM probes WHERE probe_id IN (" + ", ".join(f"'{n:016x}'" for n in range(2_000)) + ")",
    "SHOW ALL TABLES",
    "SHOW DATABASES",
]  # fmt: skip


@pytest.mark.parametrize("query", GOOD)
def test_what_worked_works_and_gives_the_same(query, run):
    with duckdb.connect(str(run.store.database), read_only=True) as db:
        expected = duckdb.from_arrow(db.sql(query).to_arrow_table())
    found = run.sql(query)
    assert found.columns == expected.columns
    assert found.types == expected.types
    assert found.fetchall() == expected.fetchall()


def test_what_comes_back_goes_into_pandas_and_arrow_and_on(run):
    found = run.sql("SELECT area, n, passed FROM areas ORDER BY area")
    assert list(found.df().columns) == ["area", "n", "passed"]
    assert found.to_arrow_table().num_rows == len(found) > 5
    assert found.filter("n > 0").aggregate("sum(n)").fetchall()[0][0] > 0


def test_an_ordinary_query_is_quick_when_the_worker_is_there(run):
    """Of processor time, since other work may hold the machine: it is that of this process and of the worker."""
    run.sql("SELECT 1")
    before = time.process_time()
    for _ in range(5):
        run.sql("SELECT error_class, count(*) FROM failures GROUP BY 1")
    assert (time.process_time() - before) / 5 < 0.8


def test_too_much_is_refused_with_what_to_do(run):
    with pytest.raises(UsageError, match=rf"more than {LARGEST_ROWS:,} rows: add LIMIT .*read_only=True"):
        run.sql("SELECT * FROM range(2000000)")
    with pytest.raises(UsageError, match=f"more than {LARGEST_MIB} MiB: choose columns"):
        run.sql("SELECT repeat('x', 1000) FROM range(900000)")
    with pytest.raises(UsageError, match=f"more than {MEMORY_MIB} MiB of memory"):
        run.sql("SELECT length(repeat('x', 2000000000))")
    with pytest.raises(UsageError, match=r"longer than 0\.5 s"):
        run.sql("SELECT count(*) FROM range(1000000000000)", seconds=0.5)
    assert len(run.sql("SELECT * FROM range(1000000)")) == LARGEST_ROWS


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("SELECT * FROM failure", "did you mean failures"),
        ("SELECT area FROM probes WHERE aera = 1", "aera"),
        ("DROP TABLE probes", r"no SELECT \(DROP\): a run is read here"),
        ("SELECT 1; SELECT 2", "one SELECT at a time"),
        ("PIVOT probes ON area USING count(*)", "PIVOT here needs its values by name"),
        ("SELECT * FROM read_text('x')", r"read_text\(…\) cannot be read from here; the run's tables can"),
        ("SELECT getenv('HOME')", "the function getenv cannot be used here"),
        ("", "ask with SELECT"),
    ],
)
def test_a_refusal_says_why(query, said, run):
    with pytest.raises(UsageError, match=said):
        run.sql(query)


def test_a_database_that_cannot_be_read_is_no_fault_of_the_query(tmp_path):
    (tmp_path / "run.duckdb").write_bytes(b"x" * 5000)
    with pytest.raises(DamagedRun, match="cannot be opened"):
        ask(tmp_path / "run.duckdb", "SELECT 1")


def cli(*words):
    done = subprocess.run(
        [sys.executable, "-m", "repairloop.cli", *map(str, words)], capture_output=True, text=True,
        env={**os.environ, "PYTHONPATH": str(Path(repairloop.__file__).parents[1])},
    )  # fmt: skip
    assert "Traceback" not in done.stderr
    return done


def test_the_command_line_refuses_alike(run):
    done = cli("sql", run.path, "SELECT * FROM read_text('secret.csv')")
    assert (done.returncode, done.stdout) == (2, "")
    assert re.fullmatch(r"repairloop: read_text\(…\) cannot be read from here; .*\n", done.stderr)
    done = cli("sql", run.path, "SELECT count(*) FROM range(1000000000000)", "--seconds", "0.5")
    assert done.returncode == 2
    assert "longer than 0.5 s" in done.stderr


def test_the_command_line_shows_the_beginning_of_a_long_table_and_gives_all_as_json(run):
    assert cli("sql", run.path, "SELECT * FROM range(30000)").stdout.splitlines()[-1] == (
        "20,000 of 30,000 rows; all of them: --json"
    )
    rows = json.loads(cli("sql", run.path, "SELECT range AS a, 'b' AS b FROM range(12000)", "--json").stdout)
    assert rows[0] == {"a": 0, "b": "b"}
    assert [row["a"] for row in rows] == list(range(12000))
    assert json.loads(cli("sql", run.path, "SELECT 1 AS a WHERE false", "--json").stdout) == []
