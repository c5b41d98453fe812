package cn.zhenglu.relay;

import cn.zhenglu.licence.Answered;
import cn.zhenglu.licence.CallOutcome;
import cn.zhenglu.licence.NeedsPerson;
import cn.zhenglu.licence.Receipt;
import cn.zhenglu.licence.RelayCall;
import cn.zhenglu.licence.RelayJournal;
import cn.zhenglu.licence.Submission;
import cn.zhenglu.licence.TryLater;
import cn.zhenglu.relay.Refusals.Refusal;
import cn.zhenglu.relay.Reply.Verdict;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The five calls of the exchange protocol (数据交换接口规范 V2.0). Each returns when the platform has said yes. It throws
 * {@link TryLater} when the same call may be made again, also when nobody knows whether the platform has done it, and
 * {@link NeedsPerson} when the platform refused for a reason that a person must mend.
 */
public final class Relay {

    private static final Logger LOG = LoggerFactory.getLogger(Relay.class);

    /** Request time-out, too early, too many requests. */
    private static final Set<Integer> TEMPORARY = Set.of(408, 425, 429);


    private final RelaySettings settings;
    private final RequestBody body;
    private final Envelope envelope;
    private final CodeOpener opener;
    private final Refusals refusals;
    private final AccessToken token;
    private final RelayPost post;
    private final RelayJournal journal;
    private final Batches<Outcome> batches;

    /** @param batchWindow how long a call waits for other records to go with it, when there may be several */
    Relay(RelaySettings settings, Duration batchWindow, RequestBody body, Envelope envelope, CodeOpener opener, Refusals refusals,
            AccessToken token, RelayPost post, RelayJournal journal) {
        this.settings = settings;
        this.body = body;
        this.envelope = envelope;
        this.opener = opener;
        this.refusals = refusals;
        this.token = token;
        this.post = post;
        this.journal = journal;
        this.batches = new Batches<>(settings.batchSize(), batchWindow, this::exchange);
    }

    /**
     * Makes sure that the relay gives us an access token; for a check of the installation.
     *
     * @throws TryLater when it does not, saying why
     */
    public void signIn() {
        token.current();
    }

    /** 校验: may this operation be done at all. Changes nothing at the platform. */
    public Answered check(Submission submission) {
        return ask(RelayCall.CHECK, submission).answered();
    }

    /** 赋码: the platform assigns the code, which the submission then carries. */
    public Answered code(Submission submission) {
        Outcome outcome = ask(RelayCall.CODE, submission);
        JsonNode success = outcome.verdict.success();
        if (success.hasNonNull("encryCertid") && success.hasNonNull("encryKey")) {
            String code = opener.open(success.path("encryCertid").asString(""), success.path("encryKey").asString(""));
            return new Answered(submission.withCode(code), outcome.receipt, outcome.noted);
        }
        if (submission.begunBefore(RelayCall.CODE)) {
            throw new NeedsPerson("relay.answer-lost", null,
                    "已提交未回执：平台已为本业务赋码，但含有证照编码的应答未能收到" + outcome.quoted(),
                    "可先「再次查询」；平台仍不返回编码的，请平台或省级中转按业务标识 " + submission.id()
                            + " 查回证照编码，在控制台「登记回执」；或由平台撤销该次赋码后再次查询。切勿另行新办");
        }
        if (outcome.refusal == null) {
            throw new TryLater("赋码：平台答复成功，但应答中没有证照编码，将再次请求", null);
        }
        throw new NeedsPerson("relay.already-exists", "certNum", "平台已存在该证照，且并非由本业务提交" + outcome.quoted(),
                "核对证书编号 " + submission.record().certNum() + " 是否已由其他系统赋码" + hint(outcome.refusal));
    }

    /** 归集: the platform takes in the finished licence, under its code and identifier. */
    public Answered collect(Submission submission) {
        return ask(RelayCall.COLLECT, submission).answered();
    }

    /** 状态更新: the platform takes in the new state. */
    public Answered update(Submission submission) {
        return ask(RelayCall.UPDATE, submission).answered();
    }

    /** 更正: the whole record again; code and identifier stay. */
    public Answered correct(Submission submission) {
        Outcome outcome = ask(RelayCall.CORRECT, submission);
        if (outcome.refusal != null && !submission.begunBefore(RelayCall.CORRECT)) {
            throw new NeedsPerson("relay.already-exists", null, "平台已有该项更正，且并非由本业务提交" + outcome.quoted(),
                    "核对更正内容是否已由其他系统提交" + hint(outcome.refusal));
        }
        return outcome.answered();
    }

    /**
     * A call that the platform has done, now or before.
     *
     * @param verdict what it said, identity numbers masked
     * @param refusal of kind {@link Refusals.Kind#DONE}, or {@code null} when it has accepted
     * @param noted   whether the journal has it
     */
    private record Outcome(Submission submission, Receipt receipt, Verdict verdict, Refusal refusal, boolean noted) {

        Outcome asNoted(boolean nowNoted) {
            return new Outcome(submission, receipt, verdict, refusal, nowNoted);
        }

        Answered answered() {
            return new Answered(submission, receipt, noted);
        }

        /** 「已存在」 about a code or a correction of which we know nothing is about somebody else's. */
        CallOutcome known(RelayCall call) {
            if (verdict.silent()) {
                return CallOutcome.UNKNOWN;
            }
            boolean othersPossible = call == RelayCall.CODE || call == RelayCall.CORRECT;
            boolean done = refusal == null || refusal.meaning() == Refusals.Kind.DONE
                    && (!othersPossible || submission.begunBefore(call) || verdict.success().hasNonNull("encryKey"));
            return done ? CallOutcome.DONE : CallOutcome.REFUSED;
        }

        String quoted() {
            String text = verdict.refusal() == null ? verdict.warning() : verdict.refusal();
            return text == null ? "" : "（平台答复：" + text + "）";
        }
    }

    /** Asks, together with others when several records may go in one call. */
    private Outcome ask(RelayCall call, Submission submission) {
        body.of(call, submission); // what is wrong with this one must not stop those that go with it
        Outcome outcome = batches.ask(call, body.citynum(submission), submission);
        if (outcome.verdict.silent()) {
            throw new TryLater(call.label() + "：应答中没有本业务的结果，结果未知", null);
        }
        if (outcome.refusal == null) {
            return outcome;
        }
        return switch (outcome.refusal.meaning()) {
            case DONE -> outcome;
            case LATER, SLOW -> throw new TryLater(call.label() + "未受理：" + outcome.verdict.refusal() + hint(outcome.refusal),
                    outcome.refusal.after());
            // a refused token does not come this far
            case PERSON, TOKEN -> throw new NeedsPerson("relay.refused." + call.name().toLowerCase(Locale.ROOT), null,
                    call.label() + "未通过：" + outcome.verdict.refusal(), "按平台提示更正后重试" + hint(outcome.refusal));
        };
    }

    /** One call for all of them, and one more with another token for those whose first was refused; an outcome for each. */
    private List<Outcome> exchange(RelayCall call, List<Submission> submissions) {
        String present = token.current();
        Map<String, Outcome> outcomes = new HashMap<>(attempt(call, submissions, present));
        List<Submission> left = submissions.stream().filter(submission -> !outcomes.containsKey(submission.id())).toList();
        if (!left.isEmpty()) {
            outcomes.putAll(attempt(call, left, token.insteadOf(present)));
        }
        return submissions.stream().map(submission -> {
            if (!outcomes.containsKey(submission.id())) {
                throw new TryLater(call.label() + "：访问令牌刚换新仍被中转平台拒绝，请核对客户端标识的接口权限", null);
            }
            return outcomes.get(submission.id());
        }).toList();
    }

    /** The outcome of each by its id; of those whose token was refused none. */
    private Map<String, Outcome> attempt(RelayCall call, List<Submission> submissions, String accessToken) {
        ArrayNode entries = JsonNodeFactory.instance.arrayNode();
        submissions.forEach(submission -> entries.add(body.of(call, submission)));
        UnaryOperator<String> masked = text -> text == null ? null : masked(text, accessToken, submissions);
        Evidence evidence = new Evidence(call, submissions, entries, masked, post.now());
        HttpReply http;
        try {
            http = post.send(submissions.get(0).record().type().relayPath() + settings.paths().of(call),
                    "access_token=" + URLEncoder.encode(accessToken, StandardCharsets.UTF_8), "application/json",
                    envelope.wrap(acceptData(entries).toString(), body.citynum(submissions.get(0))),
                    submissions.stream().allMatch(Submission::yields));
        } catch (NotDelivered e) {
            evidence.keep(null, CallOutcome.HELD, e.getMessage());
            throw e;
        } catch (TryLater e) {
            evidence.keep(null, CallOutcome.UNKNOWN, e.getMessage());
            throw e;
        }
        if (http.status() == 401 || http.status() == 403) {
            post.answered(http);
            evidence.keep(http, CallOutcome.REFUSED, "访问令牌未被接受");
            return Map.of();
        }
        Reply reply;
        try {
            reply = understood(call, http);
        } catch (TryLater e) {
            evidence.keep(http, http.status() == 429 ? CallOutcome.REFUSED : CallOutcome.UNKNOWN, e.getMessage());
            throw e;
        } catch (NeedsPerson e) {
            evidence.keep(http, CallOutcome.REFUSED, e.getMessage());
            throw e;
        }
        post.answered(http);
        Map<String, Outcome> outcomes = new HashMap<>();
        for (int i = 0; i < submissions.size(); i++) {
            Submission submission = submissions.get(i);
            Verdict verdict = reply.about(names(submission), submissions.size() == 1).map(masked);
            Refusal refusal = verdict.refusal() == null ? null : refusals.meaning(call, verdict.refusal());
            String said = verdict.refusal() == null ? verdict.warning() : verdict.refusal();
            Receipt receipt = evidence.receipt(i, http, said);
            if (refusal != null && refusal.isUnknown()) {
                note(() -> journal.unknownRefusal(submission, call, verdict.refusal()));
            }
            if (refusal != null && refusal.meaning() == Refusals.Kind.SLOW) {
                post.tooOften(http, refusal.after(), verdict.refusal());
            }
            if (refusal != null && refusal.meaning() == Refusals.Kind.TOKEN) {
                note(() -> journal.keep(submission, receipt, CallOutcome.REFUSED, verdict.refusal()));
            } else {
                Outcome outcome = new Outcome(submission, receipt, verdict, refusal, false);
                String remark = verdict.silent() ? "应答中没有本业务的结果" : verdict.refusal();
                boolean noted = note(() -> journal.keep(submission, receipt, outcome.known(call), remark));
                outcomes.put(submission.id(), outcome.asNoted(noted));
            }
        }
        return outcomes;
    }

    /**
     * A note that fails must not lead to the call being made again; without it the call counts as one without an answer.
     *
     * @return whether it stands
     */
    private static boolean note(Runnable note) {
        try {
            note.run();
            return true;
        } catch (RuntimeException e) {
            LOG.error("中转服务调用的结果未能记入台账，按没有收到回复处理", e);
            return false;
        }
    }

    private static ObjectNode acceptData(JsonNode entries) {
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        request.set("AcceptData", entries);
        return request;
    }

    /** Also without U+0000, the one character that the ledger's database does not take: with it the answer would be lost. */
    private static String masked(String text, String accessToken, List<Submission> submissions) {
        String masked = text.replace(accessToken, "***").replace("\0", "");
        for (Submission submission : submissions) {
            for (String number : submission.record().identityNumbers()) {
                masked = Masking.mask(masked, number);
            }
        }
        return Masking.mask(masked, null);
    }

    /** What an attempt leaves behind for each of its submissions: its own record of the request, and the whole reply. */
    private final class Evidence {

        private final RelayCall call;
        private final List<Submission> submissions;
        private final ArrayNode entries;
        private final UnaryOperator<String> masked;
        private final Instant begun;

        Evidence(RelayCall call, List<Submission> submissions, ArrayNode entries, UnaryOperator<String> masked, Instant begun) {
            this.call = call;
            this.submissions = submissions;
            this.entries = entries;
            this.masked = masked;
            this.begun = begun;
        }

        /** @param http {@code null} when nothing came back */
        Receipt receipt(int i, HttpReply http, String said) {
            String request = masked.apply(acceptData(JsonNodeFactory.instance.arrayNode().add(entries.get(i))).toString());
            return http == null ? new Receipt(call, begun, null, 0, request, null, null)
                    : new Receipt(call, http.sentAt(), http.answeredAt(), http.status(), request, masked.apply(http.body()), said);
        }

        void keep(HttpReply http, CallOutcome outcome, String remark) {
            for (int i = 0; i < submissions.size(); i++) {
                Submission submission = submissions.get(i);
                Receipt receipt = receipt(i, http, null);
                note(() -> journal.keep(submission, receipt, outcome, remark));
            }
        }
    }

    /** Everything a reply may name the record by: the collecting call sends no {@code eCertID}. */
    private static Set<String> names(Submission submission) {
        String identifier = submission.identifier() == null ? null : submission.identifier().value();
        return Stream.of(submission.id(), submission.code(), identifier).filter(Objects::nonNull).collect(Collectors.toSet());
    }

    /**
     * The platform's reply, also with status 4xx: some relays send a refusal that way.
     *
     * @throws TryLater    when it may be gone by the next attempt; whether the platform has done the work is then unknown
     * @throws NeedsPerson when the relay does not know what is asked of it
     */
    private Reply understood(RelayCall call, HttpReply http) {
        int status = http.status();
        if (TEMPORARY.contains(status) || status >= 500) {
            throw new TryLater(call.label() + "：中转平台暂不可用（HTTP " + status + "），结果未知", http.retryAfter());
        }
        Optional<Reply> reply = Reply.read(http.body(), envelope);
        if (reply.isEmpty() && status / 100 == 2) {
            post.unreadable(http);
            throw new TryLater(call.label() + (http.body().isBlank() ? "：中转平台应答为空" : "：中转平台应答不完整或无法识别")
                    + "（HTTP " + status + "），结果未知", http.retryAfter());
        }
        return reply.orElseThrow(() -> {
            post.answered(http);
            return new NeedsPerson("relay.http-" + status, null, call.label() + "：中转平台不接受该请求（HTTP " + status + "）",
                        "核对中转平台地址与接口路径（zhenglu.relay.base-url、paths）及报文封装方式（envelope）");
        });
    }

    private static String hint(Refusal refusal) {
        return refusal.hint() == null ? "" : "；" + refusal.hint();
    }
}
