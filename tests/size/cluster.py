"""A real Spark cluster on this machine alone: a master and two workers, each a process of its own."""

import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import pyspark

HOME = Path(pyspark.__file__).parent
HERE = "127.0.0.1"
LEAN = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xss2m"  # quick to start, for work that is soon done
SETTINGS = {
    "spark.driver.host": HERE,
    "spark.driver.bindAddress": HERE,
    "spark.driver.memory": "512m",
    "spark.driver.extraJavaOptions": LEAN,
    "spark.executor.memory": "512m",
    "spark.executor.extraJavaOptions": LEAN,
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.shuffle.partitions": "2",
    # Of a few hundred people, all that is made to be fast takes longer to make than to do without.
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.autoBroadcastJoinThreshold": "-1",
    "spark.locality.wait": "0",
}
QUIET = """
rootLogger.level = error
rootLogger.appenderRef.stderr.ref = stderr
appender.stderr.type = Console
appender.stderr.name = stderr
appender.stderr.target = SYSTEM_ERR
appender.stderr.layout.type = PatternLayout
appender.stderr.layout.pattern = %m%n
logger.deploy.name = org.apache.spark.deploy
logger.deploy.level = info
"""
PATIENCE = 120  # seconds


def has_java() -> bool:
    """Whether Spark can start here at all."""
    return shutil.which("java") is not None


@contextmanager
def cluster(folder: Path, environment: Mapping[str, str]) -> Iterator[str]:
    """The address of a master with two workers, whose logs and work are in `folder`."""
    with _process("master", MASTER, folder, environment) as log:
        address = _told(log, r"Starting Spark master at (spark://\S+)")
        workers = [_worker(folder, name, address) for name in ("one", "two")]
        with (
            _process("one", workers[0], folder, environment) as one,
            _process("two", workers[1], folder, environment) as two,
        ):
            for log in (one, two):
                _told(log, "(Successfully registered) with master")
            yield address


MASTER = ["org.apache.spark.deploy.master.Master", "--host", HERE, "--port", "0", "--webui-port", "0"]


def worked(folder: Path) -> list[str]:
    """The workers that have computed something."""
    return sorted({executor.parts[-3] for executor in folder.glob("*/app-*/*") if executor.is_dir()})


def environment_of(folder: Path) -> dict[str, str]:
    """What a Spark with its settings in `folder` is told by: its processes, and whoever speaks to it."""
    folder.mkdir(exist_ok=True)
    settings = "".join(f"{name} {value}\n" for name, value in SETTINGS.items())
    (folder / "spark-defaults.conf").write_text(settings)
    (folder / "log4j2.properties").write_text(QUIET)
    return {
        "SPARK_HOME": str(HOME),
        "SPARK_CONF_DIR": str(folder),
        "SPARK_LOCAL_IP": HERE,
        "SPARK_LOCAL_DIRS": str(folder / "scratch"),
        "SPARK_DAEMON_MEMORY": "128m",
        "SPARK_DAEMON_JAVA_OPTS": LEAN,
    }


def _worker(folder: Path, name: str, address: str) -> list[str]:
    room = ["--host", HERE, "--cores", "1", "--memory", "1g", "--webui-port", "0"]
    return ["org.apache.spark.deploy.worker.Worker", *room, "--work-dir", str(folder / name), address]


@contextmanager
def _process(name: str, words: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Iterator[Path]:
    log = folder / f"{name}.log"
    with log.open("wb") as told:
        running = subprocess.Popen(
            [HOME / "bin" / "spark-class", *words],
            env={**os.environ, **environment},
            stdout=told,
            stderr=subprocess.STDOUT,
        )
    try:
        yield log
    finally:
        running.terminate()
        running.wait(PATIENCE)


def _told(log: Path, what: str) -> str:
    """What a process says in its log, when it does."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if found := re.search(what, log.read_text()):
            return found[1]
        time.sleep(0.05)
    raise TimeoutError(f"{log} does not say {what}: {log.read_text()}")
