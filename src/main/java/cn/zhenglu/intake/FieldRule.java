package cn.zhenglu.intake;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * How a mapping file says where a field comes from; the comments of {@code config/mappings/approval.yaml} explain each part.
 * Anything may be {@code null}.
 */
record FieldRule(
        String column,
        List<String> columns,
        List<String> normalise,
        Map<String, String> dictionary,
        Map<String, String> words,
        @JsonProperty("default") String otherwise,
        String constant,
        Boolean byOperation) {

    FieldRule {
        List<String> more = Objects.requireNonNullElse(columns, List.of());
        columns = Stream.concat(Stream.ofNullable(column), more.stream()).toList();
        normalise = Objects.requireNonNullElse(normalise, List.of());
        dictionary = Objects.requireNonNullElse(dictionary, Map.of());
        words = Objects.requireNonNullElse(words, Map.of());
        byOperation = Boolean.TRUE.equals(byOperation);
    }
}
