package cn.zhenglu.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import cn.zhenglu.licence.Arrival;
import cn.zhenglu.licence.NeedsPerson;

class JsonFileTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"[%s,\n%s]", "%s\n%s\n", "\n [ %s , %s ] "})
    void aListAndJsonLinesAreReadAlike(String form) {
        List<Arrival> arrivals = read(form.formatted(row(7), row(8)).getBytes(StandardCharsets.UTF_8));
        assertThat(arrivals).extracting(arrival -> arrival.record().certNum())
                .containsExactly("（闽）JZ安许证字[2021]000007", "（闽）JZ安许证字[2021]000008");
        assertThat(arrivals.get(1).origin()).isEqualTo("existing.json 第 2 条");
        assertThat(arrivals).flatExtracting(Arrival::problems).isEmpty();
    }

    @Test
    void encodingsAndTheByteOrderMarkAreDetected() {
        byte[] utf8 = ("\uFEFF" + row(7)).getBytes(StandardCharsets.UTF_8);
        byte[] gb = row(7).getBytes(Charset.forName("GB18030"));
        assertThat(read(utf8).get(0).key()).isEqualTo(read(gb).get(0).key());
    }

    @Test
    void aLinkIsNotFollowedIntoFilesThatOnlyTheServerMayRead() throws Exception {
        Path secret = Fixtures.write(folder, "secret.env", row(7).getBytes(StandardCharsets.UTF_8));
        Path link = Files.createSymbolicLink(folder.resolve("existing.json"), secret);
        assertThatThrownBy(() -> Fixtures.INTAKE.fromFile(link)).isInstanceOf(NeedsPerson.class).hasMessageContaining("是链接");
    }

    /** On PostgreSQL the row could not have been stored, nor any behind it. */
    @Test
    void aCharacterThatTheLedgerCannotKeepStopsNoRow() {
        List<Arrival> arrivals = read((row(7) + row(8).replace("{", "{\"业务编号\": \"a\\u0000b\", ")).getBytes(StandardCharsets.UTF_8));
        assertThat(arrivals).hasSize(2).flatExtracting(arrival -> arrival.row().values()).noneMatch(text -> text.contains("\0"));
    }

    @Test
    void membersMayDifferAndNumbersKeepTheirDigits() {
        List<Arrival> arrivals = read((row(7) + row(8).replace("{", "{\"备注\": 110105194912310021, \"附\": {\"a\": [1]}, \"空\": null, "))
                .getBytes(StandardCharsets.UTF_8));
        assertThat(arrivals.get(0).row()).containsEntry("备注", "");
        assertThat(arrivals.get(1).row()).containsEntry("备注", "110105194912310021").containsEntry("附", "（嵌套的内容，未读取）")
                .containsEntry("空", "");
    }

    @Test
    void theSameRowIsKnownAgainWhetherItComesAsCsvOrJson() {
        Path csv = Fixtures.write(folder, "a.csv", (Fixtures.HEADER + "\n" + Fixtures.LINE).getBytes(StandardCharsets.UTF_8));
        try (FileArrivals arrivals = Fixtures.INTAKE.fromFile(csv)) {
            assertThat(read(row(7).getBytes(StandardCharsets.UTF_8)).get(0).key()).isEqualTo(arrivals.next().get(0).key());
        }
    }

    @Test
    void aBrokenEndIsToldAfterTheGoodRowsBeforeIt() {
        Path file = Fixtures.write(folder, "existing.json", (row(7) + "\n{\"证书编号\": ").getBytes(StandardCharsets.UTF_8));
        try (FileArrivals arrivals = Fixtures.INTAKE.fromFile(file)) {
            assertThat(arrivals.next()).hasSize(1);
            assertThatThrownBy(arrivals::hasNext).isInstanceOf(NeedsPerson.class).hasMessageContaining("从第 2 条起无法读取");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[1, 2]", "{", "[{\"a\": 1, \"a\": 2}]", "{} x"})
    void whatIsNoListOfObjectsIsRefused(String json) {
        assertThatThrownBy(() -> read(json.getBytes(StandardCharsets.UTF_8))).isInstanceOf(NeedsPerson.class);
    }

    @Test
    void anObjectWithoutEndFillsNoMemory() {
        StringBuilder json = new StringBuilder("{");
        for (int i = 0; i < 200_000; i++) {
            json.append("\"a").append(i).append("\": 1,");
        }
        assertThatThrownBy(() -> read(json.append("\"z\": 1e999999999}").toString().getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(NeedsPerson.class).hasMessageContaining("过长");
    }

    private static String row(int number) {
        String[] names = Fixtures.HEADER.split(",");
        String[] values = Fixtures.LINE.replace("000007", "%06d".formatted(number)).split(",");
        StringBuilder json = new StringBuilder();
        for (int i = 0; i < names.length; i++) {
            json.append(i == 0 ? "{" : ", ").append('"').append(names[i]).append("\": \"").append(values[i]).append('"');
        }
        return json.append('}').toString();
    }

    private List<Arrival> read(byte[] content) {
        List<Arrival> all = new ArrayList<>();
        try (FileArrivals arrivals = Fixtures.INTAKE.fromFile(Fixtures.write(folder, "existing.json", content))) {
            arrivals.forEachRemaining(all::addAll);
        }
        return all;
    }
}
