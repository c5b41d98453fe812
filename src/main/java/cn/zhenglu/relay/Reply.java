package cn.zhenglu.relay;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A reply of the platform, taken out of its wrappings: {@code ReturnCode} 1 = done, 2 = done with a warning, 0 = refused, and
 * an entry for each record that there is something to say about.
 */
final class Reply {

    /** {@code custom} inside an envelope inside {@code custom} has not been seen; more is not an answer. */
    private static final int DEEPEST_WRAPPING = 4;

    private static final Pattern HEX_ID = Pattern.compile("[0-9a-f]{32}");

    private final boolean done;
    private final String message;
    private final List<JsonNode> successes;
    private final List<JsonNode> warnings;
    private final List<JsonNode> errors;

    private Reply(boolean done, String message, JsonNode data) {
        this.done = done;
        this.message = message;
        this.successes = entries(data, "SuccessData");
        this.warnings = entries(data, "WarnData");
        this.errors = entries(data, "ErrorData");
    }

    /**
     * What a reply says about one record.
     *
     * @param success what it brought for the record, an empty object when nothing
     * @param warning the platform's warning, or {@code null}
     * @param refusal why it was refused, or {@code null} when it was accepted
     * @param silent  whether it speaks of other records of the call, but not of this one
     */
    record Verdict(JsonNode success, String warning, String refusal, boolean silent) {

        /** The same with its texts changed. */
        Verdict map(UnaryOperator<String> change) {
            return new Verdict(success, change.apply(warning), change.apply(refusal), silent);
        }
    }

    /** Empty when the text is no reply of the platform, whole and readable. */
    static Optional<Reply> read(String text, Envelope envelope) {
        Optional<JsonNode> found = Json.read(text);
        for (int depth = 0; found.isPresent() && depth < DEEPEST_WRAPPING; depth++) {
            JsonNode node = found.get();
            if (node.has("ReturnCode")) {
                return platform(node);
            }
            if (isGatewayRefusal(node)) {
                return Optional.of(new Reply(false, gatewayMessage(node.path("status")), JsonNodeFactory.instance.objectNode()));
            }
            found = node.has("custom")
                    ? Optional.of(Json.unfold(node.path("custom"))).filter(JsonNode::isObject)
                    : unsealed(node.path("data"), envelope);
        }
        return Optional.empty();
    }

    private static Optional<Reply> platform(JsonNode node) {
        String code = node.path("ReturnCode").asString("").strip();
        if (!Set.of("0", "1", "2").contains(code)) {
            return Optional.empty();
        }
        String message = node.path("ReturnMsg").asString("").strip();
        return Optional.of(new Reply(!code.equals("0"), message, Json.unfold(node.path("ReturnData"))));
    }

    private static Optional<JsonNode> unsealed(JsonNode data, Envelope envelope) {
        if (data.isObject()) {
            return Optional.of(data);
        }
        return Optional.of(data).filter(JsonNode::isString)
                .flatMap(text -> envelope.open(text.asString()).or(() -> Optional.of(text.asString())))
                .flatMap(Json::read);
    }

    /** {@code {"status":{"code":"0","text":"…"},"custom":…}}: the gateway in front of the platform has refused. */
    private static boolean isGatewayRefusal(JsonNode node) {
        String code = node.path("status").path("code").asString("");
        return !code.isEmpty() && !Set.of("1", "200").contains(code) && !Json.unfold(node.path("custom")).has("ReturnCode");
    }

    private static String gatewayMessage(JsonNode status) {
        return List.of("text", "msg", "message").stream()
                .map(name -> status.path(name).asString(""))
                .filter(text -> !text.isBlank())
                .findFirst().orElse("status.code=" + status.path("code").asString(""));
    }

    private static List<JsonNode> entries(JsonNode data, String name) {
        JsonNode node = data.path(name);
        List<JsonNode> found = new ArrayList<>();
        if (node.isArray()) {
            node.forEach(found::add);
        } else if (node.isObject() && !node.isEmpty()) {
            found.add(node);
        }
        return found;
    }

    /**
     * @param names every name the record may be answered under, see {@link #plain}
     * @param alone whether the call carried no other record, so that a sole entry under no known name is about this one
     */
    Verdict about(Set<String> names, boolean alone) {
        Set<String> known = names.stream().map(Reply::plain).collect(Collectors.toSet());
        // but never what was given to another submission: its code would end up on the wrong licence
        Optional<JsonNode> success = named(successes, known, "eCertID", "SuccessGuid", "ID", "zzeCertID")
                .or(() -> sole(successes, alone).filter(entry -> !isId(entry.path("eCertID").asString(""))));
        String warning = named(warnings, known, "WarnGuid", "eCertID").or(() -> sole(warnings, alone))
                .map(entry -> entry.path("WarnMsg").asString("")).filter(text -> !text.isBlank()).orElse(null);
        // an error under no known name counts only when the whole call was refused
        Optional<JsonNode> error = named(errors, known, "ErrorGuid", "eCertID").or(() -> sole(errors, alone && !done));
        boolean refused = error.isPresent() || !done && (success.isEmpty() || alone);
        String refusal = refused
                ? error.map(entry -> entry.path("ErrorMsg").asString("")).filter(text -> !text.isBlank()).orElse(message)
                : null;
        boolean silent = !alone && success.isEmpty() && error.isEmpty() && warning == null
                && !(successes.isEmpty() && errors.isEmpty() && warnings.isEmpty());
        return new Verdict(success.orElseGet(JsonNodeFactory.instance::objectNode), warning, silent ? null : refusal, silent);
    }

    private static Optional<JsonNode> named(List<JsonNode> entries, Set<String> known, String... keys) {
        return entries.stream()
                .filter(entry -> Stream.of(keys).anyMatch(key -> known.contains(plain(entry.path(key).asString("")))))
                .findFirst();
    }

    private static Optional<JsonNode> sole(List<JsonNode> entries, boolean alone) {
        return alone && entries.size() == 1 ? Optional.of(entries.get(0)) : Optional.empty();
    }

    private static boolean isId(String text) {
        return HEX_ID.matcher(plain(text)).matches();
    }

    /** Identifiers come back in either case, with or without dashes. */
    private static String plain(String identifier) {
        return identifier.replace("-", "").strip().toLowerCase(Locale.ROOT);
    }
}
