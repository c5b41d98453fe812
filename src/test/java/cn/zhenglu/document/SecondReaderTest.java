package cn.zhenglu.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.ofdrw.reader.ContentExtractor;
import org.ofdrw.reader.OFDReader;

/** Opens our document with a reader of other people's making. */
class SecondReaderTest {

    @Test
    void ofdrwFindsThePageItsTextAndItsAttachments() throws Exception {
        byte[] ofd = Samples.COMPOSER.compose(Samples.submission("𠅤㛃建设（福建）有限公司", "阿卜杜热西提·买买提明", "福州市仓山区")).ofd();
        try (OFDReader reader = new OFDReader(new ByteArrayInputStream(ofd))) {
            assertThat(reader.getNumberOfPages()).isEqualTo(1);
            assertThat(reader.getPageInfo(1).getSize().getWidth()).isEqualTo(297.0);
            assertThat(reader.getAttachmentList()).hasSize(2);
            List<String> texts = new ContentExtractor(reader).getPageContent(1);
            assertThat(texts.stream().collect(Collectors.joining())).contains("㛃建设（福建）有限公司", "阿卜杜热西提·买买提明");
        }
    }
}
