package cn.zhenglu;

import java.time.Duration;

/** A fault that is tried in several ways, or again and again, by one thread: all of it in one row. */
public final class FaultTally {

    private final String fault;
    private int tried;
    private long inFlight;
    private long lost;
    private long doubled;
    private long forPerson;
    private Duration longest = Duration.ZERO;

    /** @param fault as in {@link MeasuredFault} */
    public FaultTally(String fault) {
        this.fault = fault;
    }

    /** Once more, with what came of it. */
    public void add(long inFlight, long lost, long doubled, long forPerson, Duration recovered) {
        tried++;
        this.inFlight += inFlight;
        this.lost += lost;
        this.doubled += doubled;
        this.forPerson += forPerson;
        longest = recovered.compareTo(longest) > 0 ? recovered : longest;
    }

    /** All together, with the longest recovery. */
    public MeasuredFault measured() {
        return new MeasuredFault(fault, tried, inFlight, lost, doubled, forPerson, MeasuredFault.text(longest));
    }

    /** Real time since a moment of {@link System#nanoTime()}. */
    public static Duration since(long moment) {
        return Duration.ofNanos(System.nanoTime() - moment);
    }
}
