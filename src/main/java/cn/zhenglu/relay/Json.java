package cn.zhenglu.relay;

import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads JSON from people who may send anything. */
final class Json {

    private static final JsonMapper MAPPER = new JsonMapper();

    private Json() {
    }

    /** The object that a text holds; empty when it is not a whole JSON object. */
    static Optional<JsonNode> read(String text) {
        try {
            return Optional.ofNullable(MAPPER.readTree(text)).filter(JsonNode::isObject);
        } catch (JacksonException e) {
            return Optional.empty(); // HTML, cut off, empty: the caller says which reply was unreadable
        }
    }

    /** Some relays send an object as a string that holds its JSON. */
    static JsonNode unfold(JsonNode node) {
        return node.isString() ? read(node.asString()).orElse(node) : node;
    }
}
