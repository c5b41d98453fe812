package cn.zhenglu.licence;

import static org.assertj.core.api.Assertions.assertThat;

import cn.zhenglu.SafetyLicence;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.IntRange;

class CertificateNumberProperties {

    @Property
    void normalisingTwiceChangesNothingMore(@ForAll String anything) {
        String once = SafetyLicence.TYPE.number().normalise(anything);
        assertThat(SafetyLicence.TYPE.number().normalise(once)).isEqualTo(once);
    }

    @Property
    void normalisingTwiceChangesNothingMoreOfWhatIsNearlyANumber(@ForAll
            @Chars({'(', '（', '[', '〔', ']', '）', '闽', 'J', 'z', '安', '许', '证', '字', '2', '０', ' ', '\u3000'}) String nearly) {
        String once = SafetyLicence.TYPE.number().normalise(nearly);
        assertThat(SafetyLicence.TYPE.number().normalise(once)).isEqualTo(once);
    }

    @Property
    void everyWayOfWritingANumberReadsTheSame(@ForAll("numbers") String[] number, @ForAll @IntRange(max = 6) int round,
            @ForAll @IntRange(max = 6) int square, @ForAll boolean fullWidth) {
        String open = "（([〔【［「";
        String close = "）)]〕】］」";
        String written = open.charAt(round) + number[0] + close.charAt(round) + " JZ安许证字"
                + open.charAt(square) + number[1] + close.charAt(square) + number[2];
        assertThat(SafetyLicence.TYPE.number().parse(fullWidth ? widened(written) : written))
                .contains(new CertificateNumber("（" + number[0] + "）JZ安许证字[" + number[1] + "]" + number[2], number[1] + number[2]));
    }

    @Provide
    Arbitrary<String[]> numbers() {
        return Combinators.combine(Arbitraries.of("闽", "京", "沪", "新"), Arbitraries.integers().between(2004, 2099),
                Arbitraries.integers().between(0, 999_999))
                .as((province, year, serial) -> new String[] {province, String.valueOf(year), "%06d".formatted(serial)});
    }

    private static String widened(String text) {
        return text.chars().map(c -> c > ' ' && c < 0x7F ? c + 0xFEE0 : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
    }
}
