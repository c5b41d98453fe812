package cn.zhenglu;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** Nobody outside writes a part of a statement. See docs/security.md. */
class StatementsTest {

    private static final Set<String> STATEMENTS = Set.of("sql", "prepareStatement", "prepareCall", "executeQuery", "executeUpdate",
            "queryForList", "queryForObject", "queryForMap", "batchUpdate");
    private static final Pattern CONSTANT = Pattern.compile("(\\w+\\.)*[A-Z][A-Z0-9_]*");

    /**
     * Looked at one by one: conditions and orders that are put together from words of ours, with each value as a parameter;
     * statements out of the installation's own files ({@code ApprovalSource}, {@code QueryRows}, the two names in {@code stock}); the
     * demo's. Whoever adds one has looked at it, too.
     */
    private static final Set<String> LOOKED_AT = Set.of("ApprovalSource: parameter.replaceAll(\"?\")",
            "AuditTrail: condition.source", "AuditTrail: condition.sql", "DeadLetterTrend: condition", "DeadLetters: condition.sql()",
            "DeadLetters: where", "DemoSamples: sql", "DemoSamples: table", "DueSubmissions: standing", "Groups: columns", "Invariants: condition", "Invariants: rule.query",
            "Ledger: further", "Licences: sql",
            "Outbox: select", "Outbox: statement", "QueryRows: sql", "Resubmission: version", "Resubmission: which", "RetryRuns: condition.sql()",
            "RunRecorder: select", "Runs: condition.sql", "Runs: order", "Runs: what", "SharedGate: lock", "StockBatches: from",
            "StockOrders: name", "StockParts: batch.source()", "Submissions: condition.sql", "Submissions: where");

    @Test
    void statementsAreWrittenByUsAndValuesArePassedAsParameters() throws IOException {
        assertThat(putTogether()).isEqualTo(new TreeSet<>(LOOKED_AT));
    }

    /** Parts of statements that are neither literals nor constants. */
    private static Set<String> putTogether() throws IOException {
        Set<String> found = new TreeSet<>();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
                Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            JavacTask task = (JavacTask) compiler.getTask(null, files, null, null, null,
                    files.getJavaFileObjectsFromPaths(sources.filter(path -> path.toString().endsWith(".java")).toList()));
            for (CompilationUnitTree unit : task.parse()) {
                String name = Path.of(unit.getSourceFile().getName()).getFileName().toString().replace(".java", "");
                unit.accept(new TreeScanner<Void, Void>() {
                    @Override
                    public Void visitMethodInvocation(MethodInvocationTree call, Void nothing) {
                        String method = call.getMethodSelect().toString().replaceFirst("(?s).*[.]", "");
                        if (STATEMENTS.contains(method) && !call.getArguments().isEmpty()) {
                            parts(call.getArguments().get(0), name, found);
                        }
                        return super.visitMethodInvocation(call, nothing);
                    }
                }, null);
            }
        }
        return found;
    }

    private static void parts(ExpressionTree part, String name, Set<String> found) {
        if (part instanceof BinaryTree sum) {
            parts(sum.getLeftOperand(), name, found);
            parts(sum.getRightOperand(), name, found);
        } else if (part instanceof ParenthesizedTree inner) {
            parts(inner.getExpression(), name, found);
        } else if (part instanceof ConditionalExpressionTree either) {
            parts(either.getTrueExpression(), name, found);
            parts(either.getFalseExpression(), name, found);
        } else if (!(part instanceof LiteralTree) && !CONSTANT.matcher(part.toString()).matches()) {
            found.add(name + ": " + part);
        }
    }
}
