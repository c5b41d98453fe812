package cn.zhenglu.simulator;

import cn.zhenglu.simulator.CodeSealer.SealedCode;
import cn.zhenglu.simulator.Platform.Accepted;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What each call is answered when nothing goes wrong: tokens, bodies in and out of their wrappings, an entry for each record. */
final class Protocol {

    private static final Pattern HEX_ID = Pattern.compile("(.{8})(.{4})(.{4})(.{4})(.{12})");

    private final SimulatorSettings settings;
    private final Envelopes envelopes;
    private final Tokens tokens;
    private final CodeSealer sealer;
    private final Platform platform;

    Protocol(SimulatorSettings settings, CodeSealer sealer, Platform platform) {
        this.settings = settings;
        this.envelopes = new Envelopes(settings.sm4Key());
        this.tokens = new Tokens(settings.tokenLifetime());
        this.sealer = sealer;
        this.platform = platform;
    }

    /**
     * @param status HTTP status
     * @param json   the body
     */
    record Answer(int status, String json) {
    }

    /** All tokens given out so far are good no longer. */
    void forgetTokens() {
        tokens.forget();
    }

    /** @param query of the address, still encoded */
    boolean isAuthorised(String query) {
        return tokens.isGood(parameters(query).get("access_token"));
    }

    /** @param form the body, still encoded */
    Answer token(String form) {
        Map<String, String> request = parameters(form);
        ObjectNode reply = JsonNodeFactory.instance.objectNode();
        if (!"client_credentials".equals(request.get("grant_type")) || !settings.clientId().equals(request.get("client_id"))
                || !settings.clientSecret().equals(request.get("client_secret"))) {
            reply.putObject("status").put("code", "0").put("text", "client_id或client_secret错误");
            reply.putObject("custom");
            return new Answer(200, reply.toString());
        }
        reply.putObject("status").put("code", "1").put("text", "");
        reply.putObject("custom").put("access_token", tokens.issue()).put("refresh_token", tokens.issue())
                .put("expires_in", String.valueOf(settings.tokenLifetime().toSeconds()));
        return new Answer(200, reply.toString());
    }

    /**
     * @param fields of the certificate that the address is for
     * @throws IOException when the journal cannot be written
     */
    Answer call(Call call, FieldRules fields, String body) throws IOException {
        try {
            JsonNode entries = envelopes.open(body).path("AcceptData");
            FieldRules.demand(entries.isArray() && !entries.isEmpty(), "AcceptData不能为空");
            return new Answer(200, wrapped(judged(call, fields, entries)));
        } catch (Refused refused) {
            return refusal(refused.getMessage());
        }
    }

    /** The whole call is refused, not a single record. */
    Answer refusal(String message) {
        return new Answer(200, wrapped(reply("0", message)));
    }

    private ObjectNode judged(Call call, FieldRules fields, JsonNode entries) throws IOException {
        ObjectNode reply = reply("1", "操作成功");
        ObjectNode data = (ObjectNode) reply.path("ReturnData");
        ArrayNode successes = data.putArray("SuccessData");
        ArrayNode warnings = data.putArray("WarnData");
        ArrayNode errors = data.putArray("ErrorData");
        for (JsonNode entry : entries) {
            try {
                Accepted accepted = accepted(call, fields, entry);
                successes.add(success(call, entry, accepted));
                if (accepted.warning() != null) {
                    warnings.addObject().put("WarnGuid", guid(entry)).put("WarnMsg", accepted.warning());
                }
            } catch (Refused refused) {
                errors.addObject().put("ErrorGuid", guid(entry)).put("ErrorMsg", refused.getMessage());
            }
        }
        if (!errors.isEmpty()) {
            reply.put("ReturnCode", "0").put("ReturnMsg", "操作失败");
        } else if (!warnings.isEmpty()) {
            reply.put("ReturnCode", "2").put("ReturnMsg", "操作成功，有警告");
        }
        return reply;
    }

    private Accepted accepted(Call call, FieldRules fields, JsonNode entry) throws Refused, IOException {
        return switch (call) {
            case CHECK -> platform.check(fields, entry);
            case CODE -> platform.code(fields, entry);
            case COLLECT -> platform.collect(fields, entry);
            case UPDATE -> platform.update(fields, entry);
            case CORRECT -> platform.correct(fields, entry);
            case TOKEN -> throw new IllegalArgumentException("A token call carries no record");
        };
    }

    private ObjectNode success(Call call, JsonNode entry, Accepted accepted) {
        ObjectNode success = JsonNodeFactory.instance.objectNode().put("eCertID", guid(entry));
        if (call == Call.CODE) {
            SealedCode sealed = sealer.seal(accepted.act().code());
            success.put("encryCertid", sealed.encryCertid()).put("encryKey", sealed.encryKey());
        }
        return success;
    }

    private static ObjectNode reply(String code, String message) {
        ObjectNode reply = JsonNodeFactory.instance.objectNode().put("ReturnCode", code).put("ReturnMsg", message);
        reply.putObject("ReturnData");
        return reply;
    }

    private String wrapped(ObjectNode reply) {
        ObjectNode outer = JsonNodeFactory.instance.objectNode();
        return switch (settings.replies()) {
            case BARE -> reply.toString();
            case CUSTOM -> outer.set("custom", reply).toString();
            case CUSTOM_TEXT -> outer.put("custom", reply.toString()).toString();
            case SEALED -> outer.put("data", envelopes.seal(reply.toString())).toString();
        };
    }

    /** The business id as the platform's own database spells it: upper case with dashes. */
    private String guid(JsonNode entry) {
        String id = entry.has("eCertID") ? FieldRules.text(entry, "eCertID") : platform.coderOf(FieldRules.text(entry, "ID"));
        return id == null ? "" : HEX_ID.matcher(id.toUpperCase(Locale.ROOT)).replaceFirst("$1-$2-$3-$4-$5");
    }

    private static Map<String, String> parameters(String encoded) {
        Map<String, String> parameters = new HashMap<>();
        if (encoded != null) {
            for (String pair : encoded.split("&")) {
                int equals = pair.indexOf('=');
                if (equals > 0) {
                    parameters.put(URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
                            URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
                }
            }
        }
        return parameters;
    }
}
