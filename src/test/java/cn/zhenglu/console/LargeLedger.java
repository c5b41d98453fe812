package cn.zhenglu.console;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;

/**
 * Fills a ledger on PostgreSQL as years of work would: submissions of all departments modelled on those that are there and finished,
 * with their history, relay calls, licences, dead letters, retries, comparisons with the province, and audit. Of every twenty
 * submissions twelve are new licences, four renew one, two suspend and restore, one corrects or waits, one is a dead letter; a third
 * came with five batches of stock.
 */
public final class LargeLedger {

    private LargeLedger() {
    }

    /** At least one finished licence must be there. */
    public static void fill(DataSource database, int rows) throws SQLException {
        List<String> statements = List.of(
                "set session_replication_role = replica", // no foreign key checks: ten times faster
                """
                create temp table model as
                select row_number() over (order by seq) - 1 as k, record, source_row, cert_num, company_name, credit_code, code, identifier,
                    document_digest, department
                from submission where operation = 'NEW' and stage = 'COLLECTED' and document_digest is not null and edited_from is null
                """,
                """
                create temp table plan as
                select n, n % 20 as kind, n - case n % 20 when 13 then 12 when 14 then 12 when 15 then 12 when 16 then 12 when 17 then 10
                    when 18 then 11 when 19 then 10 else 0 end as licence, (n * 7919) % (select count(*) from model) as k,
                    case when n > :rows * 0.995 then date_trunc('day', now() at time zone 'Asia/Shanghai') at time zone 'Asia/Shanghai'
                            + (now() - date_trunc('day', now() at time zone 'Asia/Shanghai') at time zone 'Asia/Shanghai')
                                * ((n - :rows * 0.995) / (:rows * 0.005))
                        else now() - interval '1825 days' + interval '1824 days' * (n / (:rows * 0.995)) end as at
                from generate_series(1::bigint, :rows) n
                """,
                """
                insert into submission (id, source, source_key, content_digest, origin, source_row, record, problems, operation, department,
                    cert_num, replaces, company_name, credit_code, stage, standing, code, coded_at, identifier, preview_token, document_digest,
                    due_at, received_at, changed_at, batch_id)
                select md5(n::text), case when n % 3 = 0 then 'existing' else 'approval' end, 'row ' || n, repeat('0', 64),
                    case when n % 3 = 0 then '存量证照.csv 第 ' || n || ' 行' else '审批库 approval，id ' || n end, source_row,
                    replace(replace(replace(record, m.cert_num, c), m.company_name, company), m.credit_code, credit), '[]',
                    case when kind between 13 and 16 then 'RENEW' when kind = 17 then 'SUSPEND' when kind = 18 then 'RESTORE'
                        when kind = 19 then 'CORRECT' else 'NEW' end,
                    m.department, c, null, company, credit,
                    case when kind = 0 then case n % 60 when 0 then 'CHECKED' else 'RECEIVED' end when kind in (17, 18) then 'UPDATED'
                        when n % 400 = 19 then 'RECEIVED' when kind = 19 then 'UPDATED' else 'COLLECTED' end,
                    case when kind = 0 then 'DEAD' when n % 400 = 19 then 'WAITING' else 'DONE' end,
                    case when kind between 1 and 16 then md5('code' || n) || md5('more' || n) end, case when kind between 1 and 16 then at end,
                    case when kind between 1 and 16 then m.identifier end, md5('token' || n),
                    case when kind between 1 and 16 then m.document_digest end,
                    case when n % 400 = 19 then now() + interval '3650 days' else at end, at, at + interval '40 seconds',
                    case when n % 3 = 0 then 1 + n * 5 / (:rows + 1) end
                from (select p.*, '（闽）JZ安许证字[' || 2004 + licence * 20 / (:rows + 20) || ']' || lpad((licence % 1000000)::text, 6, '0') as c,
                    '福建第 ' || licence || ' 建筑工程有限公司' as company, '91350100' || lpad(licence::text, 9, '0') || 'X' as credit from plan p) p
                join model m on m.k = p.k order by n
                """,
                """
                insert into stock_batch (id, kind, source, folder, dry_run, standing, next_at, rows_read, read_at, asked_by, asked_at, ended_at)
                select n, 'FILE', '存量证照-' || n || '.xlsx', 'batch-' || n, false, case n when 5 then 'PAUSED' else 'DONE' end, now(), :rows / 15, now(),
                    'operator', now() - interval '365 days' * (6 - n), case when n < 5 then now() - interval '365 days' * (5 - n) end
                from generate_series(1, 5) n
                """,
                """
                insert into history (submission_id, at, stage, standing, outcome, detail, duration_ms, actor)
                select md5(n::text), at + interval '8 seconds' * s.ordinal, s.stage,
                    case when s.ordinal = array_length(stages, 1) then case when kind = 0 then 'DEAD' else 'DONE' end else 'ACTIVE' end,
                    case when kind = 0 and s.ordinal = array_length(stages, 1) then 'person' else 'ok' end,
                    case s.ordinal when 1 then '来源第 ' || n || ' 行' end, 80 + n % 400, 'system'
                from (select *, case when kind = 0 then array['RECEIVED', 'RECEIVED'] when kind between 1 and 16
                    then array['RECEIVED', 'CHECKED', 'CODED', 'SEALED', 'COLLECTED'] when n % 400 = 19 then array['RECEIVED']
                    else array['RECEIVED', 'UPDATED'] end as stages from plan) p, unnest(stages) with ordinality s(stage, ordinal)
                order by n, s.ordinal
                """,
                """
                insert into relay_call (submission_id, call, begun_at, answered_at, status, request, reply, fence, outcome)
                select md5(n::text), s.call, at + interval '8 seconds' * s.ordinal, at + interval '8.3 seconds' * s.ordinal, 200,
                    case when at > now() - interval '365 days' then repeat('{"certNum":"' || n || '","company":"福建建筑工程有限公司"}', 12) end,
                    case when at > now() - interval '365 days' then repeat('{"code":"0","msg":"成功","eCertID":"' || md5(n::text) || '"}', 4) end,
                    1, 'DONE'
                from (select *, case when kind between 1 and 16 then array['CHECK', 'CODE', 'COLLECT'] when kind = 0 then array['CHECK']
                    else array['UPDATE'] end as calls from plan) p, unnest(calls) with ordinality s(call, ordinal)
                order by n, s.ordinal
                """,
                """
                insert into licence (cert_num, company_name, credit_code, department, version, identifier, state, first_issue_date, issue_date,
                    valid_from, valid_to, submission_id, preview_token, changed_at)
                select s.cert_num, s.company_name, s.credit_code, s.department, 1, s.identifier,
                    case when p.at < now() - interval '1095 days' then 'EXPIRED' when n % 97 = 0 then 'SUSPENDED' else 'VALID' end,
                    p.at::date, p.at::date, p.at::date, (p.at + interval '1095 days')::date, s.id, s.preview_token, p.at
                from plan p join submission s on s.id = md5(p.n::text) where p.kind between 1 and 12
                """,
                """
                update licence l set version = 2, submission_id = s.id, preview_token = s.preview_token, state = 'VALID',
                    valid_to = greatest(l.valid_to, current_date + (p.n % 1000)::int)
                from plan p join submission s on s.id = md5(p.n::text) where p.kind between 13 and 16 and l.cert_num = s.cert_num
                """,
                """
                insert into dead_letter_group (code, stage, department, pattern)
                select c.code, c.stage, d.department, c.pattern from (select distinct department from model) d, (values
                    ('creditCode.check-digit', 'RECEIVED', '统一社会信用代码「…」校验位不正确'), ('certNum.form', 'RECEIVED', '证书编号「…」格式不正确'),
                    ('validTo.too-early', 'RECEIVED', '有效期截止日期早于起始日期'), ('licence.predecessor-unknown', 'CHECKED', '找不到被延续的证照：…'),
                    ('relay.refused.check', 'RECEIVED', '平台校验未通过：…'), ('relay.refused.code', 'CHECKED', '平台拒绝赋码：…')) c(code, stage, pattern)
                on conflict do nothing
                """,
                """
                insert into dead_letter (submission_id, stage, code, reason, problems, raised_at, standing, closed_at, closed_by, close_reason,
                    group_id, cert_num, company_name, credit_code)
                select s.id, s.stage, g.code, replace(g.pattern, '…', s.cert_num), '[{"code":"' || g.code || '","field":"creditCode","message":"'
                        || replace(g.pattern, '…', s.cert_num) || '","remedy":"请核对后在来源系统更正"}]',
                    now() - interval '90 days' * ((p.n * 7) % :rows) / :rows, d.standing,
                    case when d.standing <> 'OPEN' then now() end, case when d.standing <> 'OPEN' then 'operator' end,
                    case when d.standing = 'ARCHIVED' then '重复申报' end, g.id, s.cert_num, s.company_name, s.credit_code
                from (select *, row_number() over (order by n) as i from plan where kind in (0, 13)) p join submission s on s.id = md5(p.n::text)
                join (select *, row_number() over (order by id) - 1 as r, count(*) over () as all_of_them from dead_letter_group) g
                    on g.r = p.i % g.all_of_them
                cross join lateral (select case when p.kind = 0 then 'OPEN' when p.n % 3 = 0 then 'ARCHIVED' else 'RETRIED' end as standing) d
                order by p.n
                """,
                """
                insert into retry_run (standing, prepared_by, prepared_at, started_at, ended_at, next_at)
                select 'DONE', 'operator', now() - interval '1 day' * n, now() - interval '1 day' * n, now() - interval '1 day' * n, now()
                from generate_series(1, 200) n
                """,
                """
                insert into retry_member (run_id, dead_letter_id, outcome, at)
                select r.id, d.id, case d.id % 10 when 0 then 'FAILED' else 'DONE' end, now() from retry_run r cross join lateral
                    (select id from dead_letter where standing = 'RETRIED' order by id offset (r.id * 37) % 1000 limit 300) d
                """,
                "insert into retry_run (standing, prepared_by, prepared_at, next_at) values ('PREPARED', 'operator', now(), now())",
                """
                insert into retry_member (run_id, dead_letter_id, outcome) select (select max(id) from retry_run), id, 'PENDING'
                from dead_letter where standing = 'OPEN' and submission_id is not null
                """,
                """
                insert into reconciliation (via, source, node, standing, started_at, finished_at, lines, licences, agreed)
                select 'FILE', '省级清单-' || n || '.csv', 'node-1', 'DONE', now() - interval '1 day' * (20 - n), now() - interval '1 day' * (20 - n),
                    :rows, :rows, :rows from generate_series(1, 20) n
                """,
                """
                insert into reconciliation_difference (run_id, kind, cert_num, department, line, company, version, state, submission_id)
                select r.id, (array['MISSING_THERE', 'STATE_DIFFERS', 'VERSION_DIFFERS', 'MISSING_THERE'])[1 + n % 4], s.cert_num, s.department,
                    n, s.company_name, 1, 'VALID', s.id
                from reconciliation r, generate_series(1, 10000) n join submission s on s.id = md5((n * 20 + 1)::text)
                where r.source like '省级清单%'
                """,
                """
                insert into audit (at, actor, action, target, detail, before_act, after_act)
                select now() - interval '1825 days' * n * 5 / :rows, (array['operator', 'admin', 'chen', 'huang'])[1 + n % 4],
                    (array['dead-letter.retry', 'sign-in', 'identity.look', 'dead-letter.archive', 'dead-letter.edit'])[1 + n % 5],
                    md5((n * 20)::text), '第 ' || n || ' 次操作的说明，涉及统一社会信用代码', '待处理', '已重试'
                from generate_series(1, :rows / 5) n
                """,
                """
                insert into alert (alert_key, title, detail, path, opened_at, seen_at, closed_at)
                select 'benchmark:' || n, '业务积压：existing', '来源 existing 有 ' || n || ' 件业务接收超过 1 天仍未办结。', '/console',
                    now() - interval '1 hour' * n, now() - interval '1 hour' * n, now() - interval '1 hour' * n from generate_series(1, 2000) n
                """);
        // temporary tables and the session's role live in one connection
        try (Connection connection = database.getConnection(); Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql.replace(":rows", String.valueOf(rows)));
            }
            statement.execute("vacuum analyze");
        }
    }
}
