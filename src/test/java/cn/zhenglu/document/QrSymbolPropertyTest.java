package cn.zhenglu.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.decoder.Decoder;
import java.awt.geom.Path2D;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;

/** The outline that is drawn holds the very modules of the symbol: a decoder reads the text from it. */
class QrSymbolPropertyTest {

    @Property(tries = 200)
    void theOutlineOfAnyCodeCanBeRead(@ForAll @CharRange(from = ' ', to = '~') @StringLength(min = 1, max = 400) String code)
            throws Exception {
        assertThat(read(QrSymbol.of(code))).isEqualTo(code);
    }

    @Property(tries = 50)
    void theOutlineOfAnyChineseTextCanBeRead(@ForAll @CharRange(from = '一', to = '龥') @StringLength(min = 1, max = 80) String text)
            throws Exception {
        assertThat(read(QrSymbol.of(text))).isEqualTo(text);
    }

    @Example
    void aTextThatIsTooLongIsRefused() {
        assertThatThrownBy(() -> QrSymbol.of("长".repeat(2000))).isInstanceOf(IllegalArgumentException.class);
    }

    private static String read(QrSymbol symbol) throws Exception {
        Path2D outline = PathData.parse(symbol.outline(), true);
        BitMatrix modules = new BitMatrix(symbol.modules());
        for (int y = 0; y < symbol.modules(); y++) {
            for (int x = 0; x < symbol.modules(); x++) {
                if (outline.contains(x + 0.5, y + 0.5)) {
                    modules.set(x, y);
                }
            }
        }
        return new Decoder().decode(modules).getText();
    }
}
