package cn.zhenglu.ledger;

import cn.zhenglu.licence.NeedsPerson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What must hold in the ledger at every moment, whatever has failed: each approval ends as exactly one licence version with one
 * code and one collection, or as one dead letter that a person can act on. Reads only.
 */
public final class Invariants {

    /** So many breaches of one rule are told; one is enough to act on. */
    private static final int TOLD = 20;

    /** @param query finds what breaks the rule: one column, what to look for in the console */
    private record Rule(String sentence, String query) {
    }

    private static final List<Rule> RULES = List.of(
            new Rule("一个赋码只属于一件业务", """
                    select 'code of ' || min(id) from submission where code is not null group by code having count(*) > 1
                    """),
            new Rule("一个证照版本只由一件业务产生", """
                    select identifier from submission
                    where operation in ('NEW', 'RENEW', 'CHANGE') and identifier is not null and standing <> 'WITHDRAWN'
                      and code is not null
                    group by identifier having count(*) > 1
                    """),
            new Rule("已办结与最后阶段一致", """
                    select id from submission where (standing = 'DONE') <> (stage in ('COLLECTED', 'UPDATED'))
                    """),
            new Rule("已签章的业务都有赋码、证照标识和文件摘要", """
                    select id from submission where stage in ('SEALED', 'COLLECTED')
                      and (code is null or identifier is null or document_digest is null)
                    """),
            new Rule("已赋码、已办结的业务都有平台应答为据", """
                    select id from submission s
                    where stage = 'COLLECTED' and not exists (select 1 from relay_call c
                        where c.submission_id = s.id and c.call = 'COLLECT' and c.outcome = 'DONE')
                      or stage = 'UPDATED' and not exists (select 1 from relay_call c
                        where c.submission_id = s.id and c.call in ('UPDATE', 'CORRECT') and c.outcome = 'DONE')
                      or code is not null and code_by is null and not exists (select 1 from relay_call c
                        where c.submission_id = s.id and c.call = 'CODE' and c.outcome = 'DONE')
                    """),
            new Rule("已归集的证照都在现行证照中，且现行版本是最后归集的一版", """
                    select s.id from submission s left join licence l on l.cert_num = s.cert_num
                    where s.stage = 'COLLECTED' and (l.cert_num is null
                        or s.id <> l.submission_id and coalesce(s.place, s.seq) > (
                            select coalesce(newest.place, newest.seq) from submission newest where newest.id = l.submission_id))
                    """),
            new Rule("现行证照的证照标识和预览地址属于产生它的业务", """
                    select l.cert_num from licence l join submission s on s.id = l.submission_id
                    where s.stage <> 'COLLECTED' or s.identifier <> l.identifier or s.preview_token <> l.preview_token
                      or s.cert_num <> l.cert_num
                    """),
            new Rule("待人工处理的业务恰有一件未处理的死信", """
                    select id from submission s where standing = 'DEAD'
                      and (select count(*) from dead_letter d where d.submission_id = s.id and d.standing = 'OPEN') <> 1
                    """),
            new Rule("未处理的死信所指的业务都在待人工处理", """
                    select s.id from dead_letter d join submission s on s.id = d.submission_id
                    where d.standing = 'OPEN' and s.standing <> 'DEAD'
                    """),
            new Rule("不再办理的业务无人占用", """
                    select id from submission where claimed_until is not null and standing not in ('ACTIVE', 'WAITING')
                    """),
            new Rule("办理过程的最后一步与业务现状一致", """
                    select s.id from submission s
                    where not exists (select 1 from history h
                        where h.id = (select max(last.id) from history last where last.submission_id = s.id)
                          and h.stage = s.stage and (h.standing = s.standing or s.standing in ('ACTIVE', 'WAITING')))
                    """),
            new Rule("每件业务只办结一次", """
                    select submission_id from history where standing = 'DONE' group by submission_id having count(*) > 1
                    """),
            new Rule("在办的存量业务都轮得到办理，所在批次没有结束", """
                    select id from submission where turn > 0 and standing in ('ACTIVE', 'WAITING')
                      and not exists (select 1 from stock_batch b where b.id = turn and b.ended_at is null)
                    """),
            new Rule("接替的业务都在台账中", """
                    select id from submission s where superseded_by is not null
                      and not exists (select 1 from submission by_ where by_.id = s.superseded_by)
                    """));

    private final JdbcClient jdbc;
    private final DocumentStore documents;

    /** @param documents the sealed files that the ledger speaks of */
    public Invariants(JdbcClient jdbc, DocumentStore documents) {
        this.jdbc = jdbc;
        this.documents = documents;
    }

    /**
     * A rule that does not hold.
     *
     * @param rule    in Chinese, as it should be
     * @param subject submission id, certificate number or identifier to look for
     * @param detail  in Chinese, or {@code null}
     */
    public record Breach(String rule, String subject, String detail) {
    }

    /** How many rules {@link #breaches} goes through. */
    public static int count() {
        return RULES.size() + 1;
    }

    /** All that does not hold; at most twenty of each rule. Reads every sealed file. */
    public List<Breach> breaches() {
        List<Breach> breaches = new ArrayList<>();
        for (Rule rule : RULES) {
            jdbc.sql(rule.query + " order by 1 limit :most").param("most", TOLD).query(String.class).list()
                    .forEach(subject -> breaches.add(new Breach(rule.sentence, subject, null)));
        }
        breaches.addAll(documents());
        return breaches;
    }

    private List<Breach> documents() {
        List<Breach> breaches = new ArrayList<>();
        jdbc.sql("select id, document_digest from submission where stage in ('SEALED', 'COLLECTED') and document_digest is not null order by seq")
                .query(row -> {
                    if (breaches.size() < TOLD) {
                        prove(row.getString("id"), row.getString("document_digest"), breaches);
                    }
                });
        return breaches;
    }

    private void prove(String id, String digest, List<Breach> breaches) {
        try {
            documents.prove(id, digest);
        } catch (NeedsPerson e) {
            breaches.add(new Breach("证照文件都在证照库中，内容与摘要一致", id, e.getMessage()));
        }
    }

    /**
     * Holds the ledger against what the platform has accepted, once nothing is under way.
     *
     * @param accepted how often the platform has accepted each submission: {@code codes}, {@code collections}, {@code updates},
     *                 {@code corrections} by {@code eCertID}
     */
    public List<Breach> breaches(Map<String, Map<String, Integer>> accepted) {
        List<Breach> breaches = new ArrayList<>();
        compare("codes", "赋码", "code is not null and code_by is null", accepted, breaches);
        compare("collections", "归集", "stage = 'COLLECTED'", accepted, breaches);
        compare("updates", "状态更新", "stage = 'UPDATED' and operation <> 'CORRECT'", accepted, breaches);
        compare("corrections", "更正", "stage = 'UPDATED' and operation = 'CORRECT'", accepted, breaches);
        return breaches;
    }

    private void compare(String kind, String label, String condition, Map<String, Map<String, Integer>> accepted, List<Breach> breaches) {
        String rule = "平台受理的" + label + "与台账逐件一致，各受理一次";
        Map<String, Integer> there = new TreeMap<>(accepted.getOrDefault(kind, Map.of()));
        jdbc.sql("select id from submission where " + condition).query(String.class).list().forEach(id -> {
            Integer times = there.remove(id);
            if (times == null || times != 1) {
                breaches.add(new Breach(rule, id, "平台受理 " + (times == null ? 0 : times) + " 次"));
            }
        });
        there.keySet().forEach(id -> breaches.add(new Breach(rule, id, "平台已受理，台账没有登记")));
    }

    /**
     * Holds the queues against the ledger.
     *
     * @param named what the messages in each queue name as their submission; empty for one that is none of ours
     * @return by queue: what a message says may be anything, and is not repeated
     */
    public List<Breach> strangers(Map<String, List<Optional<String>>> named) {
        List<Breach> breaches = new ArrayList<>();
        named.forEach((queue, messages) -> {
            long strange = messages.stream().filter(id -> !id.map(this::isKnown).orElse(false)).count();
            if (strange > 0) {
                breaches.add(new Breach("队列中的消息都指向台账中的业务", queue, strange + " 条不是；服务运行时会逐条转为死信"));
            }
        });
        return breaches;
    }

    private boolean isKnown(String id) {
        return Ledger.isId(id) && jdbc.sql("select count(*) from submission where id = :id").param("id", id).query(Long.class).single() == 1;
    }

    /** Submissions that move on by themselves or wait, by standing: not a breach, but the end of the story is open. */
    public long unfinished() {
        return jdbc.sql("select count(*) from submission where standing in ('ACTIVE', 'WAITING')").query(Long.class).single();
    }
}
