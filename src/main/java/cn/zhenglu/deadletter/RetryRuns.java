package cn.zhenglu.deadletter;

import cn.zhenglu.ledger.Audit;
import cn.zhenglu.ledger.Ledger;
import cn.zhenglu.licence.Stage;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.jdbc.support.KeyHolder;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.interceptor.TransactionAspectSupport;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Retries of many; bean {@code retryRuns} of the routes and the console. A run acts on dead letters whose ids are written down
 * when it is prepared, and on nothing that comes later. Started, it hands over a lot each second, whichever node does it, and
 * notes of every member what became of it; a restart goes on where it was.
 */
@Component
public class RetryRuns {

    private static final Logger LOG = LoggerFactory.getLogger(RetryRuns.class);
    private static final Duration LOT_EVERY = Duration.ofSeconds(1);
    private static final int SETTLED_AT_ONCE = 500;

    private final JdbcClient jdbc;
    private final DeadLetters deadLetters;
    private final Ledger ledger;
    private final Editing editing;
    private final Audit audit;
    private final DeadLetterSettings settings;
    private final Clock clock;
    private final TransactionTemplate one;

    RetryRuns(JdbcClient jdbc, DeadLetters deadLetters, Ledger ledger, Editing editing, Audit audit, DeadLetterSettings settings,
            Clock clock, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.deadLetters = deadLetters;
        this.ledger = ledger;
        this.editing = editing;
        this.audit = audit;
        this.settings = settings;
        this.clock = clock;
        this.one = new TransactionTemplate(transactions);
    }

    /** How far a run is. */
    public enum Standing {
        /** 待确认: its members are written down, nothing has happened. */
        PREPARED,
        /** 进行中. */
        RUNNING,
        /** 已取消: what had not been handed over stays as it was. */
        CANCELLED,
        /** 已结束: of each member it is known what became of it. */
        DONE
    }

    /** What became of a member. */
    public enum Outcome {
        /** 未提交. */
        PENDING,
        /** 办理中: its submission goes on. */
        HANDED,
        /** 已办结. */
        DONE,
        /** 再次转人工: there is a new dead letter. */
        FAILED,
        /** 已归档: archived, or replaced by another submission, after it had been handed over. */
        WITHDRAWN,
        /** 已由他人处理: it was not open any more. */
        TAKEN,
        /** 已取消. */
        CANCELLED
    }

    /**
     * One run.
     *
     * @param startedAt {@code null} before the yes
     * @param endedBy   who cancelled it, or {@code null}
     * @param counts    members by outcome; an outcome that is missing has none
     */
    public record Run(long id, Standing standing, String preparedBy, Instant preparedAt, Instant startedAt, String endedBy,
            Instant endedAt, Map<Outcome, Long> counts) {

        public long of(Outcome outcome) {
            return counts.getOrDefault(outcome, 0L);
        }

        /** Number of members. */
        public long size() {
            return counts.values().stream().mapToLong(Long::longValue).sum();
        }

        /** Members that nothing more will happen to. */
        public long settled() {
            return size() - of(Outcome.PENDING) - of(Outcome.HANDED);
        }

        /** Whether anything is still going to change by itself. */
        public boolean moving() {
            return standing == Standing.RUNNING || standing == Standing.CANCELLED && of(Outcome.HANDED) > 0;
        }
    }

    /**
     * Writes down what a search finds now and can be tried again.
     *
     * @param upTo the newest id that was on the page; what came after is left out
     * @return id of the run; empty when there is nothing
     */
    @Transactional
    public Optional<Long> prepare(Search search, long upTo, String actor) {
        Search.Condition condition = deadLetters.condition(search);
        long run = insert(actor);
        int members = jdbc.sql("insert into retry_member (run_id, dead_letter_id, outcome) select :run, d.id, 'PENDING' from dead_letter d"
                        + condition.sql() + (condition.sql().isEmpty() ? " where" : " and")
                        + " d.standing = 'OPEN' and d.submission_id is not null and d.id <= :upTo")
                .params(condition.values()).param("run", run).param("upTo", upTo).update();
        return keep(run, members);
    }

    /** Writes down the selected ones that are open and can be tried again. */
    @Transactional
    public Optional<Long> prepare(List<Long> ids, String actor) {
        if (ids.isEmpty()) {
            return Optional.empty();
        }
        long run = insert(actor);
        int members = jdbc.sql("""
                insert into retry_member (run_id, dead_letter_id, outcome) select :run, d.id, 'PENDING' from dead_letter d
                where d.id in (:ids) and d.standing = 'OPEN' and d.submission_id is not null
                """)
                .param("run", run).param("ids", ids).update();
        return keep(run, members);
    }

    private long insert(String actor) {
        KeyHolder key = new GeneratedKeyHolder();
        jdbc.sql("""
                insert into retry_run (standing, prepared_by, prepared_at, next_at) values ('PREPARED', :actor, :now, :now)
                """)
                .param("actor", actor).param("now", now()).update(key, "id");
        return key.getKey().longValue();
    }

    private Optional<Long> keep(long run, int members) {
        if (members > 0) {
            return Optional.of(run);
        }
        TransactionAspectSupport.currentTransactionStatus().setRollbackOnly();
        return Optional.empty();
    }

    /** One run. */
    public Optional<Run> find(long id) {
        return runs(jdbc.sql("select * from retry_run where id = :id").param("id", id)).stream().findFirst();
    }

    /** The newest first; those that nobody said yes to are left out. */
    public List<Run> list(int limit, long offset) {
        return runs(jdbc.sql("select * from retry_run where started_at is not null order by id desc limit :limit offset :offset")
                .param("limit", limit).param("offset", offset));
    }

    /** How many {@link #list} would find without a limit. */
    public long count() {
        return jdbc.sql("select count(*) from retry_run where started_at is not null").query(Long.class).single();
    }

    /**
     * One of a run.
     *
     * @param standing that the dead letter has now
     */
    public record Member(long deadLetter, String submissionId, String certNum, String companyName, String reason,
            DeadLetter.Standing standing, Outcome outcome) {
    }

    /**
     * Its members in order of their ids.
     *
     * @param outcome only these, or {@code null}
     * @param after   only those above this id; 0 from the start
     */
    public List<Member> members(long run, Outcome outcome, long after, int limit) {
        return jdbc.sql("""
                select d.id, d.submission_id, d.cert_num, d.company_name, d.reason, d.standing, m.outcome
                from retry_member m join dead_letter d on d.id = m.dead_letter_id
                where m.run_id = :run and m.dead_letter_id > :after
                """ + (outcome == null ? "" : " and m.outcome = :outcome") + " order by m.dead_letter_id limit :limit")
                .param("run", run).param("after", after).param("limit", limit)
                .param("outcome", outcome == null ? null : outcome.name())
                .query((row, n) -> new Member(row.getLong("id"), row.getString("submission_id"), row.getString("cert_num"),
                        row.getString("company_name"), row.getString("reason"),
                        DeadLetter.Standing.valueOf(row.getString("standing")), Outcome.valueOf(row.getString("outcome"))))
                .list();
    }

    /**
     * What will happen when a run is started.
     *
     * @param stages  how many go on after which stage
     * @param tried   how many of the first members the rules were tried on
     * @param refused how many of those the rules would refuse again
     * @param lasts   how long it takes until all are handed over, at least
     */
    public record Prospect(Map<Stage, Long> stages, int tried, int refused, Duration lasts) {
    }

    /**
     * What will happen, as far as it can be known beforehand.
     *
     * @param sample most members that the rules are tried on
     */
    public Prospect prospect(Run run, int sample) {
        Map<Stage, Long> stages = new EnumMap<>(Stage.class);
        // a submission that needs a person stays where it stopped, so there is no need to read it
        jdbc.sql("""
                select d.stage, count(*) as n from retry_member m join dead_letter d on d.id = m.dead_letter_id
                where m.run_id = :run group by d.stage
                """).param("run", run.id())
                .query(row -> {
                    stages.put(Stage.valueOf(row.getString("stage")), row.getLong("n"));
                });
        List<String> members = members(run.id(), null, 0, sample).stream().map(Member::submissionId).toList();
        int refused = (int) ledger.find(members).stream().filter(submission -> submission.stage() == Stage.RECEIVED)
                .filter(submission -> !editing.judge(submission).isEmpty()).count();
        long lots = (run.size() + settings.retryPerSecond() - 1) / settings.retryPerSecond();
        return new Prospect(stages, members.size(), refused, LOT_EVERY.multipliedBy(lots));
    }

    private static String target(long run) {
        return "retry:" + run;
    }

    /**
     * Somebody said yes.
     *
     * @return false when it was started or dropped already
     */
    @Transactional
    public boolean start(long id, String actor) {
        boolean started = jdbc.sql("""
                update retry_run set standing = 'RUNNING', started_at = :now, next_at = :now where id = :id and standing = 'PREPARED'
                """).param("now", now()).param("id", id).update() == 1;
        if (started) {
            audit.append(actor, "dead-letter.retry-many", target(id), "批量重试 " + find(id).orElseThrow().size() + " 件", "待确认", "进行中");
        }
        return started;
    }

    /**
     * Hands nothing more over. What was handed over goes its way.
     *
     * @return false when it does not run
     */
    @Transactional
    public boolean cancel(long id, String actor) {
        boolean cancelled = jdbc.sql("""
                update retry_run set standing = 'CANCELLED', ended_by = :actor, ended_at = :now where id = :id and standing = 'RUNNING'
                """).param("actor", actor).param("now", now()).param("id", id).update() == 1;
        if (cancelled) {
            int left = jdbc.sql("update retry_member set outcome = 'CANCELLED', at = :now where run_id = :id and outcome = 'PENDING'")
                    .param("now", now()).param("id", id).update();
            audit.append(actor, "dead-letter.retry-cancel", target(id), "取消批量重试，未提交 " + left + " 件", "进行中", "已取消");
        }
        return cancelled;
    }

    /** Moves every run on whose next lot is due; to be called again and again, on every node. */
    public void proceed() {
        Timestamp now = now();
        jdbc.sql("select id, standing, next_at from retry_run r where standing in ('RUNNING', 'CANCELLED') and (standing = 'RUNNING' or exists"
                        + " (select 1 from retry_member m where m.run_id = r.id and m.outcome = 'HANDED')) order by id")
                .query((row, n) -> new Moving(row.getLong("id"), row.getString("standing").equals("RUNNING"), row.getTimestamp("next_at"))).list()
                .forEach(run -> {
                    if (run.running && !run.nextAt.after(now) && taken(run.id, run.nextAt)) {
                        handOver(run.id);
                    }
                    settle(run.id);
                });
    }

    /** One that still changes by itself. */
    private record Moving(long id, boolean running, Timestamp nextAt) {
    }

    /** Only one node gets a lot: the one that moves the time on. */
    private boolean taken(long run, Timestamp seen) {
        return jdbc.sql("update retry_run set next_at = :next where id = :id and next_at = :seen and standing = 'RUNNING'")
                .param("next", Timestamp.from(clock.instant().plus(LOT_EVERY).truncatedTo(ChronoUnit.MILLIS)))
                .param("id", run).param("seen", seen).update() == 1;
    }

    private void handOver(long run) {
        String actor = find(run).orElseThrow().preparedBy();
        for (Member member : members(run, Outcome.PENDING, 0, settings.retryPerSecond())) {
            one.executeWithoutResult(transaction -> handOver(run, member, actor));
        }
    }

    /** In one transaction: a member is noted as handed over if and only if its submission goes on. */
    private void handOver(long run, Member member, String actor) {
        if (!note(run, member.deadLetter(), Outcome.PENDING, Outcome.HANDED)) {
            return; // cancelled meanwhile
        }
        if (!deadLetters.retry(member.deadLetter(), actor)) {
            note(run, member.deadLetter(), Outcome.HANDED, Outcome.TAKEN);
        }
    }

    private boolean note(long run, long deadLetter, Outcome before, Outcome after) {
        return jdbc.sql("""
                update retry_member set outcome = :after, at = :now
                where run_id = :run and dead_letter_id = :letter and outcome = :before
                """)
                .param("after", after.name()).param("now", now()).param("run", run).param("letter", deadLetter)
                .param("before", before.name()).update() == 1;
    }

    private void settle(long run) {
        jdbc.sql("""
                select m.dead_letter_id, s.standing from retry_member m
                join dead_letter d on d.id = m.dead_letter_id join submission s on s.id = d.submission_id
                where m.run_id = :run and m.outcome = 'HANDED' and s.standing in ('DONE', 'DEAD', 'WITHDRAWN') limit :most
                """)
                .param("run", run).param("most", SETTLED_AT_ONCE)
                .query((row, n) -> Map.entry(row.getLong("dead_letter_id"), row.getString("standing"))).list()
                .forEach(member -> note(run, member.getKey(), Outcome.HANDED, switch (member.getValue()) {
                    case "DONE" -> Outcome.DONE;
                    case "DEAD" -> Outcome.FAILED;
                    default -> Outcome.WITHDRAWN;
                }));
        int done = jdbc.sql("""
                update retry_run set standing = 'DONE', ended_at = :now where id = :id and standing = 'RUNNING'
                and not exists (select 1 from retry_member m where m.run_id = :id and m.outcome in ('PENDING', 'HANDED'))
                """).param("now", now()).param("id", run).update();
        if (done == 1) {
            LOG.info("批量重试 {} 已结束：{}", run, find(run).orElseThrow().counts());
        }
    }

    private List<Run> runs(JdbcClient.StatementSpec found) {
        List<Run> uncounted = found.query((row, n) -> new Run(row.getLong("id"), Standing.valueOf(row.getString("standing")),
                row.getString("prepared_by"), row.getTimestamp("prepared_at").toInstant(), instant(row.getTimestamp("started_at")),
                row.getString("ended_by"), instant(row.getTimestamp("ended_at")), new EnumMap<>(Outcome.class))).list();
        if (!uncounted.isEmpty()) {
            Map<Long, Run> byId = uncounted.stream().collect(Collectors.toMap(Run::id, Function.identity()));
            jdbc.sql("select run_id, outcome, count(*) as n from retry_member where run_id in (:runs) group by run_id, outcome")
                    .param("runs", byId.keySet())
                    .query(row -> {
                        byId.get(row.getLong("run_id")).counts().put(Outcome.valueOf(row.getString("outcome")), row.getLong("n"));
                    });
        }
        return uncounted;
    }

    private static Instant instant(Timestamp value) {
        return value == null ? null : value.toInstant();
    }

    private Timestamp now() {
        return Timestamp.from(clock.instant().truncatedTo(ChronoUnit.MILLIS));
    }
}
