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
        String concat,
        String expression,
        List<String> normalise,
        Replacement regex,
        Map<String, String> dictionary,
        String dictionaryFile,
        Map<String, String> words,
        @JsonProperty("default") String otherwise,
        String constant,
        Boolean byOperation) {

    /**
     * A regular expression over the normalised text.
     *
     * @param find    what is looked for
     * @param replace what stands in for each occurrence ({@code $1}: first group); a text without any stays as it is
     * @param take    what the text becomes; a text without any occurrence cannot be read
     */
    record Replacement(String find, String replace, String take) {
    }

    FieldRule {
        List<String> more = Objects.requireNonNullElse(columns, List.of());
        columns = Stream.concat(Stream.ofNullable(column), more.stream()).toList();
        normalise = Objects.requireNonNullElse(normalise, List.of());
        dictionary = Objects.requireNonNullElse(dictionary, Map.of());
        words = Objects.requireNonNullElse(words, Map.of());
        byOperation = Boolean.TRUE.equals(byOperation);
    }

    /** Where the text comes from; without any of them a rule may still go by the operation. */
    ValueSource source() {
        List<ValueSource> sources = Stream.of(
                columns.isEmpty() ? null : ValueSource.FirstOf.named(columns),
                concat == null ? null : ValueSource.Concatenation.of(concat),
                expression == null ? null : Expression.of(expression),
                constant == null ? null : new ValueSource.Constant(constant)).filter(Objects::nonNull).toList();
        if (sources.size() > 1) {
            throw new IllegalArgumentException("column、concat、expression 和 constant 只能写一个");
        }
        if (sources.isEmpty() && !byOperation) {
            throw new IllegalArgumentException("没有写 column、concat、expression 或 constant");
        }
        return sources.isEmpty() ? new ValueSource.FirstOf(List.of()) : sources.get(0);
    }
}
