package cn.zhenglu.relay;

import cn.zhenglu.licence.Answered;
import cn.zhenglu.licence.NeedsPerson;
import cn.zhenglu.licence.Receipt;
import cn.zhenglu.licence.RelayCall;
import cn.zhenglu.licence.Submission;
import cn.zhenglu.licence.TryLater;
import cn.zhenglu.relay.Refusals.Refusal;
import cn.zhenglu.relay.Reply.Verdict;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The five calls of the exchange protocol (数据交换接口规范 V2.0). Each returns when the platform has said yes. It throws
 * {@link TryLater} when the same call may be made again, also when nobody knows whether the platform has done it, and
 * {@link NeedsPerson} when the platform refused for a reason that a person must mend.
 */
public final class Relay {

    /** Request time-out, too early, too many requests. */
    private static final Set<Integer> TEMPORARY = Set.of(408, 425, 429);

    private static final Duration TOKEN_REFUSED_TWICE = Duration.ofMinutes(10);

    private final RelaySettings settings;
    private final RequestBody body;
    private final Envelope envelope;
    private final CodeOpener opener;
    private final Refusals refusals;
    private final AccessToken token;
    private final RelayPost post;

    Relay(RelaySettings settings, RequestBody body, Envelope envelope, CodeOpener opener, Refusals refusals,
            AccessToken token, RelayPost post) {
        this.settings = settings;
        this.body = body;
        this.envelope = envelope;
        this.opener = opener;
        this.refusals = refusals;
        this.token = token;
        this.post = post;
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
            return new Answered(submission.withCode(code), outcome.receipt);
        }
        if (submission.begunBefore(RelayCall.CODE)) {
            throw new NeedsPerson("relay.answer-lost", null,
                    "已提交未回执：平台已为本业务赋码，但含有证照编码的应答未能收到" + outcome.quoted(),
                    "请平台或省级中转按业务标识 " + submission.id() + " 查回证照编码后补录，或由平台撤销该次赋码后重试；切勿另行新办");
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
     */
    private record Outcome(Submission submission, Receipt receipt, Verdict verdict, Refusal refusal) {

        Answered answered() {
            return new Answered(submission, receipt);
        }

        String quoted() {
            String text = verdict.refusal() == null ? verdict.warning() : verdict.refusal();
            return text == null ? "" : "（平台答复：" + text + "）";
        }
    }

    /** Asks once, and once more with another token when the first was refused. */
    private Outcome ask(RelayCall call, Submission submission) {
        String present = token.current();
        Outcome outcome = attempt(call, submission, present)
                .or(() -> attempt(call, submission, token.insteadOf(present)))
                .orElseThrow(() -> new TryLater(
                        call.label() + "：访问令牌刚换新仍被中转平台拒绝，请核对客户端标识的接口权限", TOKEN_REFUSED_TWICE));
        if (outcome.refusal == null) {
            return outcome;
        }
        return switch (outcome.refusal.meaning()) {
            case DONE -> outcome;
            case LATER -> throw new TryLater(call.label() + "未受理：" + outcome.verdict.refusal() + hint(outcome.refusal),
                    outcome.refusal.after());
            // a refused token does not come this far
            case PERSON, TOKEN -> throw new NeedsPerson("relay.refused." + call.name().toLowerCase(Locale.ROOT), null,
                    call.label() + "未通过：" + outcome.verdict.refusal(), "按平台提示更正后重试" + hint(outcome.refusal));
        };
    }

    /** Empty when the token was refused. */
    private Optional<Outcome> attempt(RelayCall call, Submission submission, String accessToken) {
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        request.putArray("AcceptData").add(body.of(call, submission));
        HttpReply http = post.send(settings.paths().of(call),
                "access_token=" + URLEncoder.encode(accessToken, StandardCharsets.UTF_8), "application/json",
                envelope.wrap(request.toString(), body.citynum(submission)));
        if (http.status() == 401 || http.status() == 403) {
            return Optional.empty();
        }
        UnaryOperator<String> masked = text ->
                text == null ? null : Masking.mask(text.replace(accessToken, "***"), submission.record().responsiblePersonId());
        Verdict verdict = understood(call, http).about(names(submission), true).map(masked);
        Refusal refusal = verdict.refusal() == null ? null : refusals.meaning(call, verdict.refusal());
        if (refusal != null && refusal.meaning() == Refusals.Kind.TOKEN) {
            return Optional.empty();
        }
        String remark = verdict.refusal() == null ? verdict.warning() : verdict.refusal();
        Receipt receipt = new Receipt(call, http.sentAt(), http.answeredAt(), http.status(),
                masked.apply(request.toString()), masked.apply(http.body()), remark);
        return Optional.of(new Outcome(submission, receipt, verdict, refusal));
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
        return Reply.read(http.body(), envelope).orElseThrow(() -> status / 100 == 2
                ? new TryLater(call.label() + (http.body().isBlank() ? "：中转平台应答为空" : "：中转平台应答不完整或无法识别")
                        + "（HTTP " + status + "），结果未知", http.retryAfter())
                : new NeedsPerson("relay.http-" + status, null, call.label() + "：中转平台不接受该请求（HTTP " + status + "）",
                        "核对中转平台地址与接口路径（zhenglu.relay.base-url、paths）及报文封装方式（envelope）"));
    }

    private static String hint(Refusal refusal) {
        return refusal.hint() == null ? "" : "；" + refusal.hint();
    }
}
