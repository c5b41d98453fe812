package cn.zhenglu.seal.verify;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** {@code verify FILE.ofd}: verifies any OFD on the command line, without the server. Exit code 0 valid, 1 invalid, 2 unreadable. */
@Command(name = "verify", mixinStandardHelpOptions = true,
        description = "验证 OFD 文件的结构、签章、证书链与有效期。退出码：0 有效，1 无效，2 无法读取。")
public final class VerifyCommand implements Callable<Integer> {

    private static final int UNREADABLE = 2;
    private static final JsonMapper JSON = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "FILE.ofd", description = "要验证的文件。")
    private Path file;

    @Option(names = "--json", description = "以 JSON 输出。")
    private boolean json;

    @Option(names = "--roots", paramLabel = "DIR",
            description = "另加的受信任根证书（PEM 或 DER 文件，或其所在目录），可重复；config/trust 与 <data-dir>/trust 总是读取。")
    private List<Path> roots = new ArrayList<>();

    @Option(names = "--crls", paramLabel = "DIR",
            description = "另加的吊销列表（PEM 或 DER 格式的 CRL 文件，或其所在目录），可重复；config/crls 与 <data-dir>/crls 总是读取。")
    private List<Path> crls = new ArrayList<>();

    @Option(names = "--data-dir", paramLabel = "DIR", defaultValue = "${env:ZHENGLU_DATA_DIR:-data}",
            description = "数据目录，默认 ${DEFAULT-VALUE}。")
    private Path dataDir;

    @Override
    public Integer call() {
        List<Path> places = new ArrayList<>(roots);
        places.add(Path.of("config", "trust"));
        places.add(dataDir.resolve("trust"));
        List<Path> lists = new ArrayList<>(crls);
        lists.add(Path.of("config", "crls"));
        lists.add(dataDir.resolve("crls"));
        VerificationReport report;
        try {
            if (!Files.isRegularFile(file)) {
                return refuse("找不到文件“" + file + "”。");
            }
            report = new OfdVerifier(new TrustedRoots(places), new RevocationLists(lists), Clock.systemUTC(), Limits.DEFAULT).verify(file);
        } catch (IOException e) {
            return refuse("文件“" + file + "”无法读取：" + e.getMessage());
        } catch (TrustedRoots.UnreadableRoot | RevocationLists.UnreadableList e) {
            return refuse(e.getMessage());
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(JSON.writeValueAsString(tree(report)));
        } else {
            print(report, out);
        }
        out.flush();
        return switch (report.verdict()) {
            case VALID -> 0;
            case INVALID -> 1;
            case UNREADABLE -> UNREADABLE;
        };
    }

    /** Nothing could be verified; there is no report. */
    private int refuse(String sentence) {
        if (json) {
            PrintWriter out = spec.commandLine().getOut();
            out.println(JSON.writeValueAsString(Map.of("valid", false, "verdict", "unreadable", "checks", List.of(), "error", sentence)));
            out.flush();
        }
        PrintWriter err = spec.commandLine().getErr();
        err.println(sentence);
        err.flush();
        return UNREADABLE;
    }

    private static void print(VerificationReport report, PrintWriter out) {
        report.checks().forEach(check -> out.println(pad(check.outcome().label()) + check.sentence()));
        VerificationReport.Facts facts = report.facts();
        fact(out, "证照编号", facts.certNum());
        fact(out, "证照标识", facts.identifier());
        fact(out, "持证主体", facts.holder());
        fact(out, "印章", facts.sealName());
        fact(out, "签章人", facts.signer());
        fact(out, "签章时间", facts.signedAt() == null ? null : CertificateChain.shown(facts.signedAt()));
        out.println(report.verdict().sentence());
    }

    private static void fact(PrintWriter out, String name, String value) {
        if (value != null) {
            out.println(pad(name) + value);
        }
    }

    /** Fills up with full-width spaces to the width of four characters, so that columns stand in line. */
    private static String pad(String label) {
        return label + "　".repeat(Math.max(0, 4 - label.length())) + "　";
    }

    private static Map<String, Object> tree(VerificationReport report) {
        VerificationReport.Facts facts = report.facts();
        Map<String, Object> known = new LinkedHashMap<>();
        known.put("certNum", facts.certNum());
        known.put("identifier", facts.identifier());
        known.put("holder", facts.holder());
        known.put("sealName", facts.sealName());
        known.put("signer", facts.signer());
        known.put("signedAt", facts.signedAt() == null ? null : facts.signedAt().toString());
        known.values().removeIf(Objects::isNull);
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("valid", report.valid());
        tree.put("verdict", report.verdict().name().toLowerCase(Locale.ROOT));
        tree.put("checks", report.checks().stream().map(check -> {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("code", check.code());
            entry.put("outcome", check.outcome().name());
            entry.put("sentence", check.sentence());
            return entry;
        }).toList());
        tree.put("facts", known);
        return tree;
    }
}
