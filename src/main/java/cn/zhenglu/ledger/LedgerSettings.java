package cn.zhenglu.ledger;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the ledger hands out work.
 *
 * @param node      this server's name among those that share the ledger; claims of an earlier run under the same name are void
 * @param claim     how long a worker may hold a submission before others may take it
 * @param publish   after this time a submission that was taken for publishing, but not published, is taken again
 * @param handOver  after this time a published submission that nobody has worked on is published again
 * @param batchSize most submissions published at once
 * @param firstWait waiting after the first 「later」; doubles with each one in a row
 * @param longestWait the waiting never grows beyond this
 */
@ConfigurationProperties("zhenglu.ledger")
record LedgerSettings(
        @DefaultValue("local") String node,
        @DefaultValue("2m") Duration claim,
        @DefaultValue("30s") Duration publish,
        @DefaultValue("15m") Duration handOver,
        @DefaultValue("200") int batchSize,
        @DefaultValue("5s") Duration firstWait,
        @DefaultValue("10m") Duration longestWait) {

    Duration wait(int waitsBefore) {
        Duration grown = firstWait.multipliedBy(1L << Math.min(waitsBefore, 20));
        return grown.compareTo(longestWait) > 0 ? longestWait : grown;
    }
}
