package cn.zhenglu.intake;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Where a field's text comes from, before it is mended. */
interface ValueSource {

    /** A column's name as the mapping file has it, and as rows are searched. */
    record Column(String name, String canonical) {

        static Column named(String name) {
            return new Column(name, Row.canonical(name));
        }
    }

    /**
     * What a row says.
     *
     * @param text {@code null} when it says nothing
     * @param from the columns it was taken from, for messages; empty for a constant
     */
    record Raw(String text, List<Column> from) {
    }

    /** @throws Unreadable when the columns' values do not allow to make a text of them */
    Raw read(Row row) throws Unreadable;

    /** All columns that may be read. */
    List<Column> columns();

    /** Whether the columns of a source suffice. */
    boolean canRead(Set<String> canonicalNames);

    /** The first of some columns that is not empty. */
    record FirstOf(List<Column> columns) implements ValueSource {

        static FirstOf named(List<String> names) {
            return new FirstOf(names.stream().map(Column::named).toList());
        }

        @Override
        public Raw read(Row row) {
            return columns.stream().filter(column -> row.get(column.canonical()) != null).findFirst()
                    .map(column -> new Raw(row.get(column.canonical()), List.of(column)))
                    .orElse(new Raw(null, columns.stream().limit(1).toList()));
        }

        @Override
        public boolean canRead(Set<String> canonicalNames) {
            return columns.isEmpty() || columns.stream().map(Column::canonical).anyMatch(canonicalNames::contains);
        }
    }

    /** The same text for every row. */
    record Constant(String text) implements ValueSource {

        @Override
        public Raw read(Row row) {
            return new Raw(text, List.of());
        }

        @Override
        public List<Column> columns() {
            return List.of();
        }

        @Override
        public boolean canRead(Set<String> canonicalNames) {
            return true;
        }
    }

    /** Columns and fixed text one after the other, e.g. {@code （闽）JZ安许证字[{年份}]{序号}}; nothing when all columns are empty. */
    record Concatenation(String pattern, List<Column> columns) implements ValueSource {

        private static final Pattern PLACE = Pattern.compile("\\{([^{}]+)}");

        /** @throws IllegalArgumentException when no column is named */
        static Concatenation of(String pattern) {
            List<Column> columns = PLACE.matcher(pattern).results().map(place -> Column.named(place.group(1))).distinct().toList();
            if (columns.isEmpty()) {
                throw new IllegalArgumentException("concat 中没有写来源列，应如「{年份}-{序号}」");
            }
            return new Concatenation(pattern, columns);
        }

        @Override
        public Raw read(Row row) {
            if (columns.stream().allMatch(column -> row.get(column.canonical()) == null)) {
                return new Raw(null, columns);
            }
            String text = PLACE.matcher(pattern).replaceAll(place -> {
                String value = row.get(Row.canonical(place.group(1)));
                return value == null ? "" : Matcher.quoteReplacement(value.strip());
            });
            return new Raw(text, columns);
        }

        @Override
        public boolean canRead(Set<String> canonicalNames) {
            return canonicalNames.containsAll(columns.stream().map(Column::canonical).collect(Collectors.toSet()));
        }
    }
}
