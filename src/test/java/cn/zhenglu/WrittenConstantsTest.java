package cn.zhenglu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.zhenglu.licence.RelayCall;
import cn.zhenglu.licence.Stage;
import java.io.IOException;
import org.apache.camel.TypeConversionException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.TypeConverterRegistry;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WrittenConstantsTest {

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final TypeConverterRegistry registry = camel.getTypeConverterRegistry();

    @BeforeEach
    void add() {
        camel.start();
        WrittenConstants.addTo(registry);
    }

    @AfterEach
    void stop() throws IOException {
        camel.close();
    }

    @Test
    void aNameInARouteIsLookedUpOnce() {
        assertThat(registry.lookup(RelayCall.class, String.class)).isNotNull();
        assertThat(camel.getTypeConverter().convertTo(RelayCall.class, "CHECK")).isEqualTo(RelayCall.CHECK);
        assertThat(camel.getTypeConverter().convertTo(Stage.class, " SEALED ")).isEqualTo(Stage.SEALED);
    }

    @Test
    void capitalsDoNotMatterAsWithCamelItself() {
        assertThat(camel.getTypeConverter().convertTo(RelayCall.class, "check")).isEqualTo(RelayCall.CHECK);
    }

    @Test
    void aStageIsComparedWithItsNameAndWithANameThatIsNone() {
        DefaultExchange sealed = new DefaultExchange(camel);
        sealed.getIn().setBody(Stage.SEALED);
        assertThat(matches("${body} == 'SEALED'", sealed)).isTrue();
        assertThat(matches("${body} == 'CODED'", sealed)).isFalse();
        assertThat(matches("${body} == 'SEELED'", sealed)).isFalse();
    }

    private boolean matches(String simple, DefaultExchange exchange) {
        return camel.resolveLanguage("simple").createPredicate(simple).matches(exchange);
    }

    @Test
    void aNameThatIsNoneFails() {
        assertThatThrownBy(() -> camel.getTypeConverter().convertTo(RelayCall.class, "CHEK")).isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("CHEK");
    }
}
