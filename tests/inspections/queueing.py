"""The queue's own machinery, run in the test's process."""

import multiprocessing

from django_q.brokers import get_broker
from django_q.models import OrmQ
from django_q.monitor import monitor
from django_q.pusher import pusher
from django_q.queues import Queue
from django_q.worker import worker


def drain() -> None:
    """Let a pusher, a worker and a monitor handle all that waits, and what that leads to."""
    while OrmQ.objects.exists():
        waiting, results = Queue(), Queue()
        stop = multiprocessing.Event()
        stop.set()  # one round of fetching, then end
        for _ in range(OrmQ.objects.count()):
            pusher(waiting, stop, get_broker())
        waiting.put("STOP")
        worker(waiting, results, multiprocessing.Value("f", -1))
        results.put("STOP")
        monitor(results)
