package cn.zhenglu;

import cn.zhenglu.StormWork.Approval;
import cn.zhenglu.licence.CreditCode;
import cn.zhenglu.licence.LicenceState;
import cn.zhenglu.stock.GeneratedStock;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** What comes to a server in a day: approvals, faulty ones among them, files in the shared folder, existing licences, the province's lists. */
final class SoakWork {

    /** In the companies' names of those approvals on which others build. */
    static final String BUILT_UPON = "风暴";

    private static final int FAULTY_FROM = 1_000_000;
    private static final int FAULTY_OF_A_HUNDRED = 3;
    private static final int LONGEST_FILE = 25;
    private static final int STOCK = 100;

    private final Path data;
    private final JdbcClient ledger;
    private final Deque<Approval> approvals;
    private final Deque<Integer> toMend = new ArrayDeque<>();
    private final AtomicInteger stockNumber = new AtomicInteger();
    private final AtomicInteger faulty = new AtomicInteger();
    private final AtomicInteger good = new AtomicInteger();
    private final AtomicInteger files = new AtomicInteger();
    private final AtomicLong fileRows = new AtomicLong();
    private final AtomicLong stockRows = new AtomicLong();
    private final AtomicInteger lists = new AtomicInteger();

    /** @param most approvals that may be asked for */
    SoakWork(Path data, JdbcClient ledger, long seed, int most) {
        this.data = data;
        this.ledger = ledger;
        this.approvals = new ArrayDeque<>(new StormWork(seed, most).approvals());
    }

    /** How much has come. */
    String sum() {
        return good + " approvals and " + faulty + " faulty ones, " + fileRows + " rows in " + files + " files, " + stockRows + " existing licences, "
                + lists + " lists of the province";
    }

    int goodApprovals() {
        return good.get();
    }

    int allApprovals() {
        return good.get() + faulty.get();
    }

    long fileRows() {
        return fileRows.get();
    }

    long stockRows() {
        return stockRows.get();
    }

    /** The next one, or a faulty one, or an earlier faulty one as the department has mended it. */
    void approve(Random dice) {
        if (dice.nextInt(100) < FAULTY_OF_A_HUNDRED) {
            approveWrongly(dice);
        } else if (toMend.size() > 3) {
            ledger.sql("update approval set credit_code = ?, updated_at = now() where id = ?")
                    .params(code(toMend.peek()), toMend.remove()).update();
        } else if (!approvals.isEmpty()) {
            insert(StormWork.row(approvals.remove()));
            good.incrementAndGet();
        }
    }

    private void approveWrongly(Random dice) {
        int number = FAULTY_FROM + faulty.incrementAndGet();
        LocalDate day = LocalDate.now().minusDays(30);
        boolean willBeMended = dice.nextInt(3) == 0;
        Object[] row = {number, "01", "fuzhou", "（闽）JZ安许证字[2024]%06d".formatted(number % FAULTY_FROM),
            willBeMended ? "福建更正" + BUILT_UPON + "工程有限公司" + number : "福建有误建设工程有限公司" + number, code(number), "福州市新华路 1 号", "有限责任公司",
            "林建华", "350102197001011255", "111", day, day, day, day.plusYears(3).minusDays(1), null, null};
        if (willBeMended) {
            row[5] = "91350100MA000000XX";
            toMend.add(number);
        } else {
            switch (dice.nextInt(6)) {
                case 0 -> row[5] = "91350100MA000000XX";
                case 1 -> row[8] = null;
                case 2 -> row[2] = "atlantis";
                case 3 -> row[14] = day.minusYears(1);
                case 4 -> row[1] = "03"; // of a licence that nobody knows
                default -> row[1] = "9?";
            }
        }
        insert(row);
    }

    private static String code(int number) {
        String first17 = "91350100MA%07d".formatted(8_000_000 + number % FAULTY_FROM);
        return first17 + CreditCode.checkDigit(first17);
    }

    private void insert(Object[] row) {
        ledger.sql("insert into approval values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, now(), now())").params(row).update();
    }

    /** Into the shared folder, mostly a list with two faulty rows of a hundred, sometimes what is no list. */
    void drop(Random dice) throws IOException {
        int number = files.incrementAndGet();
        Path made = Files.createTempDirectory(data.getParent(), "made").resolve("清单" + number);
        switch (dice.nextInt(12)) {
            case 0 -> noise(made, dice);
            case 1 -> Files.writeString(made = named(made, "csv"), "甲,乙\n1,2\n");
            case 2 -> Files.write(made = named(made, "xlsx"), new byte[0]);
            case 3, 4, 5 -> made = xlsx(named(made, "xlsx"), list(dice));
            case 6, 7, 8 -> made = json(named(made, "json"), list(dice));
            default -> Files.write(made = named(made, "csv"), list(dice));
        }
        if (Files.notExists(made)) {
            made = named(made, "xlsx");
        }
        deliver(made, data.resolve("inbox"));
    }

    private static void noise(Path made, Random dice) throws IOException {
        byte[] noise = new byte[1 + dice.nextInt(100_000)];
        dice.nextBytes(noise);
        noise[0] = 0;
        Files.write(named(made, "xlsx"), noise);
    }

    private static Path named(Path made, String ending) {
        return made.resolveSibling(made.getFileName() + "." + ending);
    }

    private List<String> list(Random dice) throws IOException {
        int rows = 3 + dice.nextInt(LONGEST_FILE - 2);
        Path list = Files.createTempFile(data.getParent(), "list", ".csv");
        new GeneratedStock(dice.nextLong(), stockNumber.getAndAdd(rows)).write(list, rows);
        List<String> lines = Files.readAllLines(list);
        Files.delete(list);
        fileRows.addAndGet(rows);
        return lines;
    }

    private static Path xlsx(Path file, List<String> lines) throws IOException {
        try (OutputStream out = Files.newOutputStream(file); Workbook workbook = new Workbook(out, "soak", "1.0")) {
            Worksheet sheet = workbook.newWorksheet("清单");
            for (int row = 0; row < lines.size(); row++) {
                String[] cells = lines.get(row).split(",", -1);
                for (int column = 0; column < cells.length; column++) {
                    sheet.value(row, column, cells[column]);
                }
            }
        }
        return file;
    }

    private static Path json(Path file, List<String> lines) throws IOException {
        String[] names = lines.get(0).split(",");
        List<Map<String, String>> rows = lines.stream().skip(1).map(line -> {
            String[] cells = line.split(",", -1);
            Map<String, String> row = new LinkedHashMap<>();
            for (int column = 0; column < cells.length; column++) {
                row.put(column < names.length ? names[column] : "多出", cells[column]);
            }
            return row;
        }).toList();
        return Files.write(file, JsonMapper.shared().writeValueAsBytes(rows));
    }

    /** As a whole, as the folder asks for. */
    private static void deliver(Path made, Path inbox) throws IOException {
        Files.move(made, inbox.resolve(made.getFileName()), StandardCopyOption.ATOMIC_MOVE);
        Files.delete(made.getParent());
    }

    /** A batch of existing licences, by the command. */
    void convert(Random dice) throws IOException {
        Path list = Files.createTempFile(data.getParent(), "stock", ".csv");
        new GeneratedStock(dice.nextLong(), stockNumber.getAndAdd(STOCK)).write(list, STOCK);
        Said said = Said.byStock(data, "import", list.toString(), "--detach");
        if (said.code() != 0) {
            throw new IOException("the stock was not taken: " + said.text());
        }
        stockRows.addAndGet(STOCK);
        Files.delete(list);
    }

    /** What the province says it has: all but one in a hundred, another one in another state. */
    void list(Path inbox, Random dice) throws IOException {
        List<String> lines = ledger.sql("select cert_num, identifier, state from licence").query((row, n) ->
                dice.nextInt(100) == 0 ? null : row.getString("cert_num") + "," + row.getString("identifier") + ","
                        + (dice.nextInt(100) == 0 ? "注销" : LicenceState.valueOf(row.getString("state")).label())).list();
        Path made = Files.createTempDirectory(data.getParent(), "made").resolve("省级清单" + lists.incrementAndGet() + ".csv");
        Files.writeString(made, Stream.concat(Stream.of("证书编号,证照标识,证照状态"), lines.stream().filter(Objects::nonNull))
                .collect(Collectors.joining("\n")), StandardCharsets.UTF_8);
        deliver(made, inbox);
    }
}
