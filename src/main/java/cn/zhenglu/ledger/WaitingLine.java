package cn.zhenglu.ledger;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/** Threads that want one thing, one at a time: first those that do not yield, then those that do, each kind in its order. */
final class WaitingLine {

    private final Deque<Object> urgent = new ArrayDeque<>();
    private final Deque<Object> yielding = new ArrayDeque<>();
    private boolean taken;

    /**
     * Waits for its turn.
     *
     * @param yields whether all that do not go first, also when they come later
     * @return false when it has not come in time; else {@link #leave} must follow
     */
    synchronized boolean enter(boolean yields, long patienceNanos) throws InterruptedException {
        long until = System.nanoTime() + patienceNanos;
        Object ticket = new Object();
        Deque<Object> mine = yields ? yielding : urgent;
        mine.addLast(ticket);
        try {
            while (taken || first() != ticket) {
                long left = until - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
            taken = true;
            return true;
        } finally {
            mine.remove(ticket);
            notifyAll(); // who gave up may have been the first
        }
    }

    synchronized void leave() {
        taken = false;
        notifyAll();
    }

    private Object first() {
        return urgent.isEmpty() ? yielding.peekFirst() : urgent.peekFirst();
    }
}
