package cn.zhenglu.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import cn.zhenglu.licence.Arrival;
import cn.zhenglu.licence.LicenceRules;
import cn.zhenglu.licence.LicenceState;
import cn.zhenglu.licence.NeedsPerson;
import cn.zhenglu.licence.Operation;
import cn.zhenglu.licence.Problem;

class FileArrivalsTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "GB18030", "GBK"})
    void aFileIsReadInWhateverEncodingChineseSoftwareWrites(String charset) {
        List<Arrival> arrivals = read((Fixtures.HEADER + "\r\n" + Fixtures.LINE + "\r\n").getBytes(Charset.forName(charset)));
        assertThat(arrivals).singleElement().satisfies(arrival -> {
            assertThat(arrival.source()).isEqualTo("shared-folder");
            assertThat(arrival.origin()).isEqualTo("existing.csv 第 2 行");
            assertThat(arrival.row()).hasSize(13).containsEntry("证件类型", "居民身份证");
            assertThat(arrival.problems()).isEmpty();
            assertThat(arrival.record().operation()).isEqualTo(Operation.NEW);
            assertThat(arrival.record().state()).isEqualTo(LicenceState.VALID);
            assertThat(arrival.record().department()).isEqualTo("fuzhou");
            assertThat(arrival.record().text("responsiblePersonIdType")).isEqualTo("111");
            assertThat(arrival.record().validTo()).isEqualTo("2024-05-31");
            assertThat(new LicenceRules().judge(Submissions.of(arrival), Set.of("fuzhou"))).isEmpty();
        });
    }

    @Test
    void aByteOrderMarkIsNotPartOfTheFirstColumn() {
        assertThat(read("\uFEFF" + Fixtures.HEADER + "\n" + Fixtures.LINE)).singleElement()
                .satisfies(arrival -> assertThat(arrival.row()).containsKey("证书编号"));
    }

    @Test
    void rareNamesOfGb18030SurviveAndTheKeyDoesNotDependOnTheEncoding() {
        String csv = Fixtures.HEADER + "\n" + Fixtures.LINE.replace("张三", "张𠮷") + "\n";
        Arrival gb = read(csv.getBytes(Charset.forName("GB18030"))).get(0);
        Arrival utf8 = read(csv.getBytes(StandardCharsets.UTF_8)).get(0);
        assertThat(gb.record().text("responsiblePerson")).isEqualTo("张𠮷");
        assertThat(gb.key()).isEqualTo(utf8.key());
    }

    @Test
    void theSameRowIsKnownAgainInAnotherFileOrderOfColumnsAndPlace() {
        String key = read(Fixtures.HEADER + "\n" + Fixtures.LINE).get(0).key();
        String reversed = reversed(Fixtures.HEADER) + ",备注\n" + ",".repeat(13) + "\n\n" + reversed(Fixtures.LINE) + ",\n";
        assertThat(read(reversed)).singleElement().satisfies(arrival -> {
            assertThat(arrival.key()).isEqualTo(key);
            assertThat(arrival.origin()).isEqualTo("existing.csv 第 4 行");
        });
        assertThat(read(Fixtures.HEADER + "\n" + Fixtures.LINE.replace("张三", "李四")).get(0).key()).isNotEqualTo(key);
    }

    @Test
    void quotedCellsMayHoldCommasQuotesAndLineBreaks() {
        String line = Fixtures.LINE.replace("福州市鼓楼区某路1号", "\"福州市鼓楼区,\n某路\"\"甲\"\"1号\"");
        List<Arrival> arrivals = read(Fixtures.HEADER + "\r\n" + line + "\r\n" + Fixtures.LINE + "\r\n");
        assertThat(arrivals.get(0).record().text("companyAddress")).isEqualTo("福州市鼓楼区,某路\"甲\"1号");
        assertThat(arrivals.get(0).row()).containsEntry("单位地址", "福州市鼓楼区,\n某路\"甲\"1号");
        assertThat(arrivals).extracting(Arrival::origin).containsExactly("existing.csv 第 2 行", "existing.csv 第 3 行");
    }

    @Test
    void dirtyValuesAreMended() {
        String line = Fixtures.LINE.replace("（闽）JZ安许证字[2021]000007", "(闽)JZ安许证字〔2021〕000007")
                .replace("91110000600037341L", "９１１１００００６０００３７３４１Ｌ").replace("2021-06-01", "２０２１/６/１").replace("居民身份证", "");
        assertThat(read(Fixtures.HEADER + "\n" + line)).singleElement().satisfies(arrival -> {
            assertThat(arrival.problems()).isEmpty();
            assertThat(arrival.record()).isEqualTo(read(Fixtures.HEADER + "\n" + Fixtures.LINE).get(0).record());
        });
    }

    @Test
    void aRowWithTooManyOrTooFewColumnsIsOneProblemAndDoesNotStopTheOthers() {
        List<Arrival> arrivals = read(String.join("\n", Fixtures.HEADER, Fixtures.LINE + ",多余", "（闽）JZ安许证字[2021]000008,某公司",
                Fixtures.LINE + ",,", Fixtures.LINE));
        assertThat(arrivals).hasSize(4);
        assertThat(arrivals.get(0).problems()).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo("row.columns");
            assertThat(problem.message()).isEqualTo("这一行有 14 列，首行有 13 列");
        });
        assertThat(arrivals.get(0).row()).containsEntry("第14列", "多余");
        assertThat(arrivals.get(1).problems()).extracting(Problem::message).containsExactly("这一行有 2 列，首行有 13 列");
        assertThat(new LicenceRules().judge(Submissions.of(arrivals.get(1)), Set.of("fuzhou"))).hasSize(1);
        assertThat(arrivals.get(2).problems()).isEmpty();
        assertThat(arrivals.get(3).problems()).isEmpty();
    }

    @Test
    void anUnknownKindOfIdentityDocumentIsNamed() {
        assertThat(read(Fixtures.HEADER + "\n" + Fixtures.LINE.replace("居民身份证", "军官证")).get(0).problems())
                .extracting(Problem::code).containsExactly("responsible-person-id-type.unlisted");
    }

    @Test
    void rowsComeInChunksAndTheLastIsShorter() {
        Path file = file((Fixtures.HEADER + "\n" + (Fixtures.LINE + "\n").repeat(5)).getBytes(StandardCharsets.UTF_8));
        try (FileArrivals arrivals = new FileArrivals(RowFile.open(file), Fixtures.EXISTING, 2)) {
            List<Integer> sizes = new ArrayList<>();
            arrivals.forEachRemaining(chunk -> sizes.add(chunk.size()));
            assertThat(sizes).containsExactly(2, 2, 1);
            assertThat(arrivals.hasNext()).isFalse();
            assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(arrivals::next);
        }
    }

    @Test
    void aFileOfNothingButColumnNamesHasNoRows() {
        assertThat(read(Fixtures.HEADER + "\n\n,,\n")).isEmpty();
    }

    @Test
    void aBrokenRowIsToldAfterTheGoodOnesBeforeIt() {
        Path file = file((Fixtures.HEADER + "\n" + Fixtures.LINE + "\n" + Fixtures.LINE + "\n\"（闽），没有结束\n" + Fixtures.LINE)
                .getBytes(StandardCharsets.UTF_8));
        try (FileArrivals arrivals = Fixtures.INTAKE.fromFile(file)) {
            assertThat(arrivals.next()).hasSize(2);
            assertThatThrownBy(arrivals::hasNext).isInstanceOf(NeedsPerson.class)
                    .hasMessage("文件「existing.csv」从第 4 行起无法读取：双引号不成对，或一行过长");
        }
    }

    @ParameterizedTest
    @CsvSource({"'\"', 'x,'", "'', ','", "'', x"})
    void anEndlessRowIsToldInsteadOfFillingTheMemory(String start, String filler) {
        assertRefused((Fixtures.HEADER + "\n" + start + filler.repeat(200_000)).getBytes(StandardCharsets.UTF_8), "file.broken");
    }

    @Test
    void anEmptyFileIsRefused() {
        assertRefused(new byte[0], "file.empty");
    }

    @Test
    void aWorkbookThatIsNoneAndAnOldOneAreRefusedWithAWordOnHowToSaveIt() {
        assertThat(assertRefused(new byte[] {'P', 'K', 3, 4, 20, 0}, "file.broken").remedy()).contains("另存");
        assertThat(assertRefused(new byte[] {(byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0, 1}, "file.binary").message())
                .contains("旧版 Excel 工作簿");
    }

    @Test
    void binaryAndUtf16FilesAreRefused() {
        assertRefused(Fixtures.HEADER.getBytes(StandardCharsets.UTF_16LE), "file.binary");
        assertRefused("a,b\n".getBytes(StandardCharsets.UTF_16), "file.binary");
        assertRefused(new byte[] {'a', ',', (byte) 0xFF, (byte) 0xFF, '\n'}, "file.encoding");
    }

    @Test
    void aFileWithoutTheNeededColumnsIsRefusedWithTheirNames() {
        assertThat(assertRefused("证书编号,企业名称\n1,2\n".getBytes(StandardCharsets.UTF_8), "file.columns").message())
                .contains("existing.csv", "UTF-8", "统一社会信用代码、").doesNotContain("企业名称", "证件类型");
    }

    @Test
    void twoColumnsOfOneNameAreRefused() {
        byte[] content = (Fixtures.HEADER + ",企业 名称\n").getBytes(StandardCharsets.UTF_8);
        assertThat(assertRefused(content, "file.columns").message()).contains("重复");
    }

    @Test
    void columnNamesMayDifferInWidthAndSpaces() {
        assertThat(read(Fixtures.HEADER.replace("有效期起", " 有效期 起\u3000") + ",ＡＢ,\n" + Fixtures.LINE + ",1,\n")).singleElement()
                .satisfies(arrival -> assertThat(arrival.record().validFrom()).isEqualTo("2021-06-01"));
    }

    private Problem assertRefused(byte[] content, String code) {
        Path file = file(content);
        List<Problem> problems = new ArrayList<>();
        assertThatThrownBy(() -> {
            try (FileArrivals arrivals = Fixtures.INTAKE.fromFile(file)) {
                arrivals.forEachRemaining(chunk -> { });
            }
        }).isInstanceOfSatisfying(NeedsPerson.class, person -> problems.addAll(person.problems()));
        assertThat(problems).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo(code);
            assertThat(problem.message()).contains("existing.csv");
        });
        return problems.get(0);
    }

    private List<Arrival> read(String csv) {
        return read(csv.getBytes(StandardCharsets.UTF_8));
    }

    private List<Arrival> read(byte[] content) {
        List<Arrival> all = new ArrayList<>();
        try (FileArrivals arrivals = Fixtures.INTAKE.fromFile(file(content))) {
            arrivals.forEachRemaining(all::addAll);
        }
        return all;
    }

    private Path file(byte[] content) {
        return Fixtures.write(folder, "existing.csv", content);
    }

    private static String reversed(String line) {
        List<String> cells = new ArrayList<>(List.of(line.split(",")));
        Collections.reverse(cells);
        return String.join(",", cells);
    }
}
