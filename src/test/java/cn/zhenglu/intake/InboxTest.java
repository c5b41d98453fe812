package cn.zhenglu.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import cn.zhenglu.licence.Arrival;
import cn.zhenglu.licence.NeedsPerson;
import cn.zhenglu.licence.Problem;

/** What happens to files of the shared folder, without the ledger. */
class InboxTest {

    private static final String BAD_CODE = Fixtures.LINE.replace("000007", "000008").replace("037341L", "037341X");
    private static final String BAD_DATE = Fixtures.LINE.replace("000007", "000009").replace("2024-05-31", "长期");

    @TempDir
    private Path folder;

    private final Inbox inbox = new Inbox(Fixtures.INTAKE, Fixtures.DEPARTMENTS, Clock.systemDefaultZone());

    @Test
    void aGoodFileGoesToDoneAndNeedsNoReport() throws IOException {
        InboxFile file = drop("清单.csv", Fixtures.HEADER, Fixtures.LINE);
        assertThat(take(file)).hasSize(1);
        inbox.finish(file);
        assertThat(names("")).containsExactly("done");
        assertThat(names("done")).singleElement().asString().matches("\\d{17}-清单[.]csv");
    }

    @Test
    void rowsFailNotFilesAndTheReportRepeatsTheBadOnesWithReasons() throws IOException {
        InboxFile file = drop("清单.csv", Fixtures.HEADER, Fixtures.LINE, BAD_CODE, BAD_DATE);
        assertThat(take(file)).hasSize(3);
        inbox.finish(file);
        assertThat(names("done")).hasSize(2);
        List<List<String>> rows = report("done");
        assertThat(rows).hasSize(3);
        assertThat(rows.get(0)).startsWith("错误说明", "行标识（勿改）", "证书编号", "企业名称").hasSize(15);
        assertThat(rows.get(1).get(0)).contains("统一社会信用代码");
        assertThat(rows.get(1).get(2)).isEqualTo("（闽）JZ安许证字[2021]000008");
        assertThat(rows.get(2).get(0)).contains("「有效期止」", "「长期」");
    }

    @Test
    void aMendedReportIsTakenAndItsRowsReplaceTheBadOnes() throws IOException {
        InboxFile file = drop("清单.csv", Fixtures.HEADER, Fixtures.LINE, BAD_CODE, BAD_DATE);
        List<Arrival> first = take(file);
        inbox.finish(file);
        Path report = Files.list(folder.resolve("done")).filter(path -> path.toString().endsWith(".xlsx")).findFirst().orElseThrow();

        Path again = Files.copy(report, folder.resolve("有误.xlsx"));
        List<Arrival> unchanged = take(inbox.open(again));
        assertThat(unchanged).extracting(Arrival::key).containsExactly(first.get(1).key(), first.get(2).key());
        assertThat(unchanged).extracting(Arrival::row).containsExactly(first.get(1).row(), first.get(2).row());
        assertThat(unchanged).extracting(Arrival::problems).containsExactly(first.get(1).problems(), first.get(2).problems());

        Path mended = Workbooks.edit(report, folder.resolve("改好.xlsx"), cell ->
                cell.replace("91110000600037341X", "91110000600037341L").replaceFirst("^长期$", "2024年5月31日"));
        InboxFile better = inbox.open(mended);
        List<Arrival> replacing = take(better);
        assertThat(better.bad()).isZero();
        assertThat(replacing).extracting(Arrival::key).containsExactly(first.get(1).key(), first.get(2).key());
        assertThat(replacing).flatExtracting(Arrival::problems).isEmpty();
        assertThat(replacing.get(1).record().validTo()).isEqualTo("2024-05-31");
        inbox.finish(better);
        assertThat(names("done")).hasSize(3);
    }

    @Test
    void aFileOfBadRowsOnlyIsRejectedWithAReport() throws IOException {
        InboxFile file = drop("清单.csv", Fixtures.HEADER, BAD_CODE);
        take(file);
        inbox.finish(file);
        assertThat(names("rejected")).hasSize(2);
        assertThat(names("")).containsExactly("rejected");
    }

    @Test
    void anUnreadableFileOfAnyNameIsRejectedWithTheReasonBesideIt() throws IOException {
        Path file = Fixtures.write(folder, "扫描件.pdf", new byte[] {'%', 'P', 'D', 'F', 0, 1, 2});
        NeedsPerson reason = refusal(file);
        inbox.reject(file.toString(), null, reason);
        assertThat(names("rejected")).hasSize(2).anyMatch(name -> name.endsWith("-扫描件-有误.xlsx"));
        assertThat(report("rejected").toString()).contains("不是可以识别的表格", "另存为");
    }

    @Test
    void aFileThatBreaksOffKeepsItsRowsAndReportsTheBadOnesAndTheBreak() throws IOException {
        InboxFile file = drop("清单.csv", Fixtures.HEADER, Fixtures.LINE, BAD_CODE, "\"没有结束");
        List<Arrival> taken = new ArrayList<>(file.next());
        assertThatThrownBy(file::hasNext).isInstanceOfSatisfying(NeedsPerson.class, reason ->
                inbox.reject(folder.resolve("清单.csv").toString(), file, reason));
        assertThat(taken).hasSize(2);
        assertThat(report("rejected")).hasSize(2);
    }

    @Test
    void aFileWithoutRowsIsTold() throws IOException {
        InboxFile file = drop("清单.csv", Fixtures.HEADER);
        take(file);
        assertThatThrownBy(() -> inbox.finish(file)).isInstanceOf(NeedsPerson.class).hasMessageContaining("没有数据行");
        assertThat(refusal(Fixtures.write(folder, "空.csv", new byte[0]))).hasMessageContaining("是空的");
    }

    @Test
    void theSameContentIsKnownAgainUnderAnotherName() throws IOException {
        InboxFile one = drop("一.csv", Fixtures.HEADER, Fixtures.LINE);
        InboxFile two = drop("二.csv", Fixtures.HEADER, Fixtures.LINE);
        assertThat(one.digest()).isEqualTo(two.digest()).hasSize(64);
        inbox.duplicate(two, "2026-03-01 10:00 接收的「一.csv」");
        assertThat(report("done").toString()).contains("一.csv", "未重复接收");
        one.close();
    }

    @Test
    void aFileThatVanishesBeforeItIsReadIsNoTrouble() {
        assertThat(inbox.open(folder.resolve("没有.csv"))).isNull();
    }

    @Test
    void aFileThatAnotherNodeHasMovedMeanwhileLeavesNoSecondReport() throws IOException {
        InboxFile file = drop("清单.csv", Fixtures.HEADER, Fixtures.LINE, BAD_CODE);
        take(file);
        Files.delete(folder.resolve("清单.csv"));
        inbox.finish(file);
        assertThat(names("done")).isEmpty();
        assertThat(names("")).containsExactly("done");
    }

    @Test
    void aFileThatCannotBeReadNowStaysWhereItIs() throws IOException {
        Path locked = Files.createDirectory(folder.resolve("占用.csv")); // opening it fails as a locked file does
        assertThatThrownBy(() -> inbox.open(locked)).isInstanceOf(UncheckedIOException.class).hasMessageContaining("暂时无法读取");
        assertThat(locked).exists();
    }

    @Test
    void whatWasBegunIsRemovedWhenTheLedgerIsAway() throws IOException {
        InboxFile file = drop("清单.csv", Fixtures.HEADER, BAD_CODE);
        take(file);
        inbox.abandon(file);
        assertThat(names("")).containsExactly("清单.csv");
    }

    @Test
    void theUnfinishedReportOfANodeThatDiedIsRemovedAfterADay() throws IOException {
        Path old = Fixtures.write(folder, ".zhenglu-1.tmp", new byte[0]);
        Path fresh = Fixtures.write(folder, ".zhenglu-2.tmp", new byte[0]);
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofHours(25))));
        drop("清单.csv", Fixtures.HEADER, Fixtures.LINE).close();
        assertThat(old).doesNotExist();
        assertThat(fresh).exists();
    }

    private InboxFile drop(String name, String... lines) {
        return inbox.open(Fixtures.write(folder, name, String.join("\n", lines).getBytes(StandardCharsets.UTF_8)));
    }

    private static List<Arrival> take(InboxFile file) {
        List<Arrival> all = new ArrayList<>();
        file.forEachRemaining(all::addAll);
        return all;
    }

    private NeedsPerson refusal(Path file) {
        try {
            inbox.open(file);
        } catch (NeedsPerson refused) {
            assertThat(refused.problems()).extracting(Problem::remedy).doesNotContainNull();
            return refused;
        }
        throw new AssertionError("not refused");
    }

    private List<String> names(String subfolder) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(subfolder))) {
            return files.map(path -> path.getFileName().toString()).toList();
        }
    }

    private List<List<String>> report(String subfolder) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(subfolder))) {
            Path report = files.filter(path -> path.toString().matches(".*-(有误|重复)[.]xlsx")).findFirst().orElseThrow();
            try (ReadableWorkbook workbook = new ReadableWorkbook(report.toFile()); var rows = workbook.getFirstSheet().openStream()) {
                return rows.map(row -> row.stream().map(cell -> cell == null ? "" : cell.getText()).toList()).toList();
            }
        }
    }
}
