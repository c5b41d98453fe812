package cn.zhenglu.intake;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;

import cn.zhenglu.licence.IdentityNumber;
import cn.zhenglu.licence.LicenceField;
import cn.zhenglu.licence.LicenceField.Core;
import cn.zhenglu.licence.LicenceField.Kind;
import cn.zhenglu.licence.Problem;

/** Reads one field out of a row by its rule: source, normalisers, regex, dictionary or words, default, vocabulary. */
final class FieldReader {

    /** A regular expression may take very long over a long text; no field of a licence has one. */
    private static final int LONGEST_FOR_REGEX = 1_000;

    /** Names, among the normalisers, the place of the rule's regular expression; the last one when it is not named. */
    private static final String REGEX = "regex";

    private final LicenceField field;
    private final FieldRule rule;
    private final ValueSource source;
    private final List<Step> steps = new ArrayList<>();
    private final Pattern regex;
    private final Map<String, String> dictionary;
    private final Dictionaries dictionaries;
    private final Vocabulary vocabulary;

    /** One of the ways of mending, in the order of the rule. */
    private interface Step {
        String apply(String text) throws Unreadable;
    }

    /** @throws IllegalArgumentException with a Chinese message when the rule makes no sense for the field */
    FieldReader(LicenceField field, FieldRule rule, Dictionaries dictionaries, Vocabulary vocabulary) {
        this.field = field;
        this.rule = rule;
        this.dictionaries = dictionaries;
        this.vocabulary = vocabulary;
        try {
            this.source = rule.source();
            this.regex = regex(rule.regex());
            this.dictionary = dictionary();
        } catch (IllegalArgumentException e) {
            throw wrong(e.getMessage(), e);
        }
        require(!rule.byOperation() || field.is(Core.STATE), "by-operation 只能用于 state");
        require(dictionary.isEmpty() || rule.words().isEmpty(), "dictionary 和 words 只能写一个");
        rule.normalise().forEach(name -> steps.add(step(name)));
        if (regex != null && !rule.normalise().contains(REGEX)) {
            steps.add(this::matched);
        }
        targets().forEach(this::requireReadable);
    }

    private Step step(String name) {
        if (name.equals(REGEX)) {
            require(regex != null, "normalise 中有 regex，但没有写 regex 的内容");
            return this::matched;
        }
        Normaliser normaliser = Normaliser.named(name).orElseThrow(
                () -> wrong("不认识的整理方式「" + name + "」，可用的有：" + Normaliser.names() + "、" + REGEX, null));
        if (normaliser == Normaliser.DISTRICT) {
            dictionaries.districts(); // a missing dictionary is told now, not with the first row
        }
        return text -> normaliser.apply(text, new Normaliser.Help(dictionaries, vocabulary.type().number()));
    }

    private static Pattern regex(FieldRule.Replacement rule) {
        if (rule == null) {
            return null;
        }
        if (rule.find() == null || (rule.replace() == null) == (rule.take() == null)) {
            throw new IllegalArgumentException("regex 须写 find，并在 replace 和 take 中写一个");
        }
        try {
            Pattern pattern = Pattern.compile(rule.find());
            // a group that does not exist would fail with the first row
            int groups = pattern.matcher("").groupCount();
            String with = rule.replace() == null ? rule.take() : rule.replace();
            Pattern.compile("\\$(\\d)").matcher(with).results().filter(group -> Integer.parseInt(group.group(1)) > groups)
                    .findFirst().ifPresent(group -> {
                        throw new IllegalArgumentException("regex 中没有第 " + group.group(1) + " 个括号");
                    });
            return pattern;
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("regex 的 find 不是正则表达式：" + e.getDescription(), e);
        }
    }

    private Map<String, String> dictionary() {
        if (rule.dictionaryFile() == null) {
            return rule.dictionary();
        }
        if (!rule.dictionary().isEmpty()) {
            throw new IllegalArgumentException("dictionary 和 dictionary-file 只能写一个");
        }
        return dictionaries.named(rule.dictionaryFile());
    }

    /** Whether the columns of this row's source suffice, or there is something else to go by. */
    boolean canRead(Set<String> canonicalNames) {
        return rule.otherwise() != null || source.canRead(canonicalNames);
    }

    /** Names of the columns, for messages. */
    String columns() {
        return source.columns().stream().map(ValueSource.Column::name)
                .collect(Collectors.joining(source instanceof ValueSource.FirstOf ? " 或 " : "、"));
    }

    /** The columns that it looks for and that a source lacks, also when it can do without. */
    List<String> absent(Set<String> canonicalNames) {
        return source.columns().stream().filter(column -> !canonicalNames.contains(column.canonical()))
                .map(ValueSource.Column::name).toList();
    }

    /** Whether the operation's only outcome goes before what this reader finds. */
    boolean byOperation() {
        return rule.byOperation();
    }

    /** The field's value, or {@code null} when the row has none or it cannot be read; the latter adds to {@code problems}. */
    Object read(Row row, List<Problem> problems) {
        try {
            return value(source.read(row).text());
        } catch (Unreadable e) {
            problems.add(new Problem(field.code(e.kind()), field.component(), where(row) + e.getMessage(), e.remedy()));
            return null;
        }
    }

    /** Names the columns and what stands in them. */
    private String where(Row row) {
        List<ValueSource.Column> columns = source.columns();
        if (source instanceof ValueSource.FirstOf) {
            columns = columns.stream().filter(column -> row.get(column.canonical()) != null).limit(1).toList();
        }
        String names = columns.stream().map(column -> '「' + column.name() + '」').collect(Collectors.joining());
        String values = columns.stream().map(column -> shown(row.get(column.canonical()))).collect(Collectors.joining());
        return field.label() + "：来源列" + names + "的值" + values;
    }

    private Object value(String raw) throws Unreadable {
        String text = translated(mended(raw));
        if (text.isBlank()) {
            text = rule.otherwise();
        }
        return text == null ? null : vocabulary.value(field, text);
    }

    private String mended(String raw) throws Unreadable {
        String text = raw == null ? "" : raw;
        for (Step step : steps) {
            if (!text.isBlank()) {
                text = step.apply(text);
            }
        }
        return text;
    }

    private String matched(String text) throws Unreadable {
        if (text.length() > LONGEST_FOR_REGEX) {
            throw new Unreadable("too-long", "过长（" + text.length() + " 个字符）", "请在来源系统中更正");
        }
        Matcher found = regex.matcher(text);
        if (rule.regex().replace() != null) {
            return found.replaceAll(rule.regex().replace());
        }
        if (!found.find()) {
            throw new Unreadable("unmatched", "不符合映射文件中 regex 的写法", "请在来源系统中更正；确为新的写法的，修改映射文件中的 regex");
        }
        StringBuilder taken = new StringBuilder();
        found.appendReplacement(taken, rule.regex().take());
        return taken.substring(found.start());
    }

    private String translated(String text) throws Unreadable {
        if (text.isBlank()) {
            return text;
        }
        if (!rule.words().isEmpty()) {
            return byWords(text);
        }
        // a source may already use the target's codes
        if (dictionary.isEmpty() || dictionary.containsValue(text)) {
            return text;
        }
        String target = dictionary.get(text);
        if (target == null) {
            throw new Unreadable("unlisted", "不在映射文件的对照表中",
                    "请在来源系统中更正；确为新的取值的，在" + (rule.dictionaryFile() == null ? "映射文件该字段的 dictionary"
                            : "对照表 " + rule.dictionaryFile() + ".yaml ") + "中补充");
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
        return raw != null && field.kind() == Kind.IDENTITY_NUMBER ? '「' + IdentityNumber.mask(raw) + '」' : Problem.quote(raw);
    }

    private List<String> targets() {
        List<String> targets = new ArrayList<>(dictionary.values());
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
            throw wrong("「" + target + "」" + e.getMessage(), e);
        }
    }

    private void require(boolean holds, String otherwise) {
        if (!holds) {
            throw wrong(otherwise, null);
        }
    }

    private IllegalArgumentException wrong(String what, Exception cause) {
        return new IllegalArgumentException("字段 " + field.component() + "：" + what, cause);
    }
}
