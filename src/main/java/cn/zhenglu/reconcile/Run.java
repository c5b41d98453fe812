package cn.zhenglu.reconcile;

import java.time.Instant;

/**
 * One comparison.
 *
 * @param source   name of the file, or the address asked
 * @param lines    of the list
 * @param licences of the ledger, those replaced by another number not counted
 * @param agreed   licences that both sides know alike
 * @param recent   licences changed so lately that the list may not know it; not judged
 * @param reason   why it failed, in Chinese, or {@code null}
 */
public record Run(long id, Via via, String source, Standing standing, Instant startedAt, Instant finishedAt, long lines, long licences,
        long agreed, long recent, long differences, String reason) {

    /** How the list came. */
    public enum Via { FILE, QUERY }

    /** How far it has come. */
    public enum Standing { RUNNING, DONE, FAILED }
}
