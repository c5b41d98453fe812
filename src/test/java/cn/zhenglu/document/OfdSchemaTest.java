package cn.zhenglu.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The schemas can say no: each mistake is put into a licence that is otherwise right, and must be named. */
class OfdSchemaTest {

    private static Map<String, byte[]> files;

    @BeforeAll
    static void compose() throws IOException {
        files = SealedSample.unzip(Samples.COMPOSER.compose(Samples.usual()).ofd());
    }

    /** Part, what stands there, what is put there, and a word of the complaint. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            OFD.xml                        | Version="1.0"                | Version="1.1"                                 | Version
            OFD.xml                        | DocType="OFD"                |                                               | DocType
            OFD.xml                        | <ofd:Title>                  | <ofd:Titel>x</ofd:Titel><ofd:Title>           | Titel
            OFD.xml                        | <ofd:DocID>0                 | <ofd:DocID>{0                                 | DocID
            OFD.xml                        | -06</ofd:CreationDate>       | -06T08:00:00</ofd:CreationDate>               | CreationDate
            OFD.xml                        | 证照类型代码                 | 证照类型名称                                  | eachCustomDataOnce
            OFD.xml                        | www.ofdspec.org/2016         | www.ofdspec.org                               | OFD
            Doc_0/Document.xml             | <ofd:MaxUnitID>              | <ofd:DefaultCS>1</ofd:DefaultCS><ofd:MaxUnitID> | DefaultCS
            Doc_0/Document.xml             | <ofd:PhysicalBox>0 0 297 210 | <ofd:PhysicalBox>0 0 297 -210                 | PhysicalBox
            Doc_0/Document.xml             | <ofd:PhysicalBox>0 0 297 210 | <ofd:PhysicalBox>0 0 297mm 210mm              | PhysicalBox
            Doc_0/Document.xml             | ZOrder="Background"          | ZOrder="Behind"                               | Behind
            Doc_0/DocumentRes.xml          | BaseLoc="Res"                |                                               | BaseLoc
            Doc_0/DocumentRes.xml          | Charset="unicode"            | Charset="UTF-8"                               | UTF-8
            Doc_0/Pages/Page_0/Content.xml | Font="                       | Font="F                                       | Font
            Doc_0/Pages/Page_0/Content.xml | Boundary="                   | Boundary="x                                   | Boundary
            Doc_0/Pages/Page_0/Content.xml | Rule="Even-Odd"              | Rule="EvenOdd"                                | EvenOdd
            Doc_0/Pages/Page_0/Content.xml | >M 0 0                       | >M 0 0 X 1                                    | AbbreviatedData
            Doc_0/Pages/Page_0/Content.xml | Type="Body"                  | Type="Body" Opacity="1"                       | Opacity
            Doc_0/Attachs/Attachments.xml  | ID="licence-json"            | ID="1"                                        | ID
            Doc_0/Attachs/Attachments.xml  | ID="licence-xml"             | ID="licence-json"                             | licence-json
            Doc_0/Attachs/Attachments.xml  | T04:03:04"                   | "                                             | CreationDate
            """)
    void aMistakeIsNamed(String part, String right, String wrong, String complaint) {
        String xml = SealedSample.text(files.get(part));
        assertThat(xml).contains(right);
        byte[] mistaken = xml.replaceFirst(Pattern.quote(right),
                Matcher.quoteReplacement(wrong == null ? "" : wrong)).getBytes(StandardCharsets.UTF_8);

        assertThat(OfdSchema.faults(part, mistaken)).isNotEmpty().anySatisfy(fault -> assertThat(fault).contains(part, complaint));
    }

    @Test
    void aSecondObjectOfTheSameNumberIsNamed() {
        String page = "<ofd:Page xmlns:ofd='http://www.ofdspec.org/2016'><ofd:Content><ofd:Layer ID='1'>"
                + "<ofd:ImageObject ID='%d' Boundary='0 0 9 9' ResourceID='7'/></ofd:Layer></ofd:Content></ofd:Page>";

        assertThat(OfdSchema.faults("Content.xml", page.formatted(2).getBytes(StandardCharsets.UTF_8))).isEmpty();
        assertThat(OfdSchema.faults("Content.xml", page.formatted(1).getBytes(StandardCharsets.UTF_8))).singleElement().asString()
                .contains("eachNumberOnce");
    }
}
