package cn.zhenglu.intake;

import java.util.AbstractMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.springframework.expression.AccessException;
import org.springframework.expression.EvaluationContext;
import org.springframework.expression.EvaluationException;
import org.springframework.expression.ParseException;
import org.springframework.expression.PropertyAccessor;
import org.springframework.expression.TypedValue;
import org.springframework.expression.spel.SpelNode;
import org.springframework.expression.spel.ast.BeanReference;
import org.springframework.expression.spel.ast.CompoundExpression;
import org.springframework.expression.spel.ast.ConstructorReference;
import org.springframework.expression.spel.ast.Indexer;
import org.springframework.expression.spel.ast.PropertyOrFieldReference;
import org.springframework.expression.spel.ast.StringLiteral;
import org.springframework.expression.spel.ast.TypeReference;
import org.springframework.expression.spel.standard.SpelExpression;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.expression.spel.support.SimpleEvaluationContext;

/**
 * A text computed from columns in Spring's expression language, restricted to the row's texts and the methods of strings: no
 * types, constructors or beans. A column is written by its name, one with punctuation in it as {@code ['有效期(起)']}; an empty
 * column is an empty text.
 */
final class Expression implements ValueSource {

    private static final SpelExpressionParser PARSER = new SpelExpressionParser();
    private static final EvaluationContext CONTEXT =
            SimpleEvaluationContext.forPropertyAccessors(new ColumnAccess()).withInstanceMethods().build();

    private final SpelExpression expression;
    private final List<Column> columns;

    private Expression(SpelExpression expression, List<Column> columns) {
        this.expression = expression;
        this.columns = columns;
    }

    /** @throws IllegalArgumentException with a Chinese message when it cannot be understood or reaches beyond the row */
    static Expression of(String text) {
        SpelExpression expression;
        try {
            expression = (SpelExpression) PARSER.parseExpression(text);
        } catch (ParseException | IllegalStateException e) {
            throw new IllegalArgumentException("expression 无法读懂：" + e.getMessage(), e);
        }
        Map<String, Column> columns = new LinkedHashMap<>();
        collect(expression.getAST(), columns);
        return new Expression(expression, List.copyOf(columns.values()));
    }

    private static void collect(SpelNode node, Map<String, Column> columns) {
        if (node instanceof TypeReference || node instanceof ConstructorReference || node instanceof BeanReference) {
            throw new IllegalArgumentException("expression 中只能使用来源列和文字的方法，不能使用「" + node.toStringAST() + "」");
        }
        if (node instanceof PropertyOrFieldReference column) {
            columns.putIfAbsent(Row.canonical(column.getName()), Column.named(column.getName()));
        }
        if (node instanceof Indexer && node.getChildCount() == 1 && node.getChild(0) instanceof StringLiteral name) {
            String column = String.valueOf(name.getLiteralValue().getValue());
            columns.putIfAbsent(Row.canonical(column), Column.named(column));
        }
        // of a chain such as 名称.trim(), the row's column is the first link
        int links = node instanceof CompoundExpression ? 1 : 0;
        for (int i = 0; i < node.getChildCount(); i++) {
            SpelNode child = node.getChild(i);
            if (i < 1 || links == 0 || !(child instanceof PropertyOrFieldReference)) {
                collect(child, columns);
            }
        }
    }

    @Override
    public Raw read(Row row) throws Unreadable {
        if (!columns.isEmpty() && columns.stream().allMatch(column -> row.get(column.canonical()) == null)) {
            return new Raw(null, columns);
        }
        try {
            Object value = expression.getValue(CONTEXT, new Texts(row));
            return new Raw(value == null ? null : value.toString(), columns);
        } catch (EvaluationException | IndexOutOfBoundsException | IllegalArgumentException e) {
            throw new Unreadable("unreadable", "无法按映射文件中的 expression 计算", "请在来源系统中更正；确为新的写法的，修改映射文件中的 expression");
        }
    }

    @Override
    public List<Column> columns() {
        return columns;
    }

    @Override
    public boolean canRead(Set<String> canonicalNames) {
        return columns.stream().map(Column::canonical).allMatch(canonicalNames::contains);
    }

    /** The row as expressions see it: any spelling of a column's name, and never {@code null}. */
    private static final class Texts extends AbstractMap<String, String> {

        private final Row row;

        Texts(Row row) {
            this.row = row;
        }

        @Override
        public String get(Object name) {
            String value = row.get(Row.canonical(String.valueOf(name)));
            return value == null ? "" : value;
        }

        @Override
        public boolean containsKey(Object name) {
            return true;
        }

        @Override
        public Set<Entry<String, String>> entrySet() {
            return row.byName().entrySet();
        }
    }

    private static final class ColumnAccess implements PropertyAccessor {

        @Override
        public Class<?>[] getSpecificTargetClasses() {
            return new Class<?>[] {Texts.class};
        }

        @Override
        public boolean canRead(EvaluationContext context, Object target, String name) {
            return target instanceof Texts;
        }

        @Override
        public TypedValue read(EvaluationContext context, Object target, String name) {
            return new TypedValue(((Texts) target).get(name));
        }

        @Override
        public boolean canWrite(EvaluationContext context, Object target, String name) {
            return false;
        }

        @Override
        public void write(EvaluationContext context, Object target, String name, Object value) throws AccessException {
            throw new AccessException("rows are never altered");
        }
    }
}
