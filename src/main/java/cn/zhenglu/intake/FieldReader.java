package cn.zhenglu.intake;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import cn.zhenglu.licence.IdentityNumber;
import cn.zhenglu.licence.LicenceField;
import cn.zhenglu.licence.Problem;

/** Reads one field out of a row by its rule: column, normalisers, dictionary or words, default, vocabulary. */
final class FieldReader {

    private final LicenceField field;
    private final FieldRule rule;
    private final List<Column> columns;
    private final List<Normaliser> normalisers = new ArrayList<>();
    private final Vocabulary vocabulary;

    /** A column's name as the mapping file has it, and as rows are searched. */
    private record Column(String name, String canonical) {
    }

    /** @throws IllegalArgumentException with a Chinese message when the rule makes no sense for the field */
    FieldReader(LicenceField field, FieldRule rule, Vocabulary vocabulary) {
        this.field = field;
        this.rule = rule;
        this.vocabulary = vocabulary;
        this.columns = rule.columns().stream().map(name -> new Column(name, Row.canonical(name))).toList();
        require(!rule.byOperation() || field == LicenceField.STATE, "by-operation 只能用于 state");
        require(rule.constant() != null || !rule.columns().isEmpty() || rule.byOperation(), "没有写 column 或 constant");
        require(rule.constant() == null || rule.columns().isEmpty(), "column 和 constant 只能写一个");
        require(rule.dictionary().isEmpty() || rule.words().isEmpty(), "dictionary 和 words 只能写一个");
        rule.normalise().forEach(name -> normalisers.add(Normaliser.named(name).orElseThrow(
                () -> wrong("不认识的整理方式「" + name + "」，可用的有：" + Normaliser.names()))));
        targets().forEach(this::requireReadable);
    }

    /** Whether the columns of this row's source suffice: one of them, or none when there is something else to go by. */
    boolean canRead(Set<String> canonicalNames) {
        return rule.columns().isEmpty() || rule.otherwise() != null
                || columns.stream().map(Column::canonical).anyMatch(canonicalNames::contains);
    }

    /** Names of the columns, for messages. */
    String columns() {
        return String.join(" 或 ", rule.columns());
    }

    /** Whether the operation's only outcome goes before what this reader finds. */
    boolean byOperation() {
        return rule.byOperation();
    }

    /** The field's value, or {@code null} when the row has none or it cannot be read; the latter adds to {@code problems}. */
    Object read(Row row, List<Problem> problems) {
        Optional<Column> source = columns.stream().filter(column -> row.get(column.canonical()) != null).findFirst();
        String raw = source.map(column -> row.get(column.canonical())).orElse(rule.constant());
        try {
            return value(raw);
        } catch (Unreadable e) {
            String where = field.label() + "：来源列「" + source.map(Column::name).orElse("") + "」的值";
            problems.add(new Problem(field.code(e.kind()), field.component(), where + shown(raw) + e.getMessage(), e.remedy()));
            return null;
        }
    }

    private Object value(String raw) throws Unreadable {
        String text = translated(normalised(raw));
        if (text.isBlank()) {
            text = rule.otherwise();
        }
        return text == null ? null : vocabulary.value(field, text);
    }

    private String normalised(String raw) throws Unreadable {
        String text = raw == null ? "" : raw;
        for (Normaliser normaliser : normalisers) {
            if (!text.isBlank()) {
                text = normaliser.apply(text);
            }
        }
        return text;
    }

    private String translated(String text) throws Unreadable {
        if (text.isBlank()) {
            return text;
        }
        if (!rule.words().isEmpty()) {
            return byWords(text);
        }
        // a source may already use the target's codes
        if (rule.dictionary().isEmpty() || rule.dictionary().containsValue(text)) {
            return text;
        }
        String target = rule.dictionary().get(text);
        if (target == null) {
            throw new Unreadable("unlisted", "不在映射文件的对照表中",
                    "请在来源系统中更正；确为新的取值的，在映射文件该字段的 dictionary 中补充");
        }
        return target;
    }

    private String byWords(String text) throws Unreadable {
        Set<String> targets = rule.words().entrySet().stream().filter(word -> text.contains(word.getKey()))
                .map(word -> word.getValue()).collect(Collectors.toSet());
        if (targets.size() > 1) {
            throw new Unreadable("ambiguous", "含有几种不同的" + field.label() + "，无法确定是哪一种",
                    "请在来源系统中改写，只保留「" + String.join("」「", rule.words().keySet()) + "」中的一种后重新提交");
        }
        return targets.stream().findFirst().orElse("");
    }

    private String shown(String raw) {
        return field == LicenceField.RESPONSIBLE_PERSON_ID ? '「' + IdentityNumber.mask(raw) + '」' : Problem.quote(raw);
    }

    private List<String> targets() {
        List<String> targets = new ArrayList<>(rule.dictionary().values());
        targets.addAll(rule.words().values());
        if (rule.otherwise() != null) {
            targets.add(rule.otherwise());
        }
        if (rule.constant() != null) {
            targets.add(rule.constant());
        }
        return targets;
    }

    private void requireReadable(String target) {
        try {
            vocabulary.value(field, target);
        } catch (Unreadable e) {
            throw wrong("「" + target + "」" + e.getMessage());
        }
    }

    private void require(boolean holds, String otherwise) {
        if (!holds) {
            throw wrong(otherwise);
        }
    }

    private IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException("字段 " + field.component() + "：" + what);
    }
}
