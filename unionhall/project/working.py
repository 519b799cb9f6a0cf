"""The worker: procrastinate with a quick heartbeat, so that a job of a killed worker is soon given to another."""

from procrastinate.contrib.django import app

HEARTBEAT_SECONDS = 1.0
STALLED_SECONDS = 5.0
POLLING_SECONDS = 0.5
CONCURRENCY = 2
SHUTDOWN_SECONDS = 8.0


def work() -> None:
    """Fetch and run jobs until SIGINT or SIGTERM. It polls: nothing waits on a notification."""
    with app.replace_connector(app.connector.get_worker_connector()) as working:
        working.run_worker(
            concurrency=CONCURRENCY,
            listen_notify=False,
            fetch_job_polling_interval=POLLING_SECONDS,
            update_heartbeat_interval=HEARTBEAT_SECONDS,
            stalled_worker_timeout=STALLED_SECONDS,
            shutdown_graceful_timeout=SHUTDOWN_SECONDS,
            delete_jobs="successful",
        )
