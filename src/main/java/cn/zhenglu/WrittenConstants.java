package cn.zhenglu;

import cn.zhenglu.licence.Operation;
import cn.zhenglu.licence.RelayCall;
import cn.zhenglu.licence.Stage;
import java.util.Locale;
import org.apache.camel.spi.TypeConverterRegistry;
import org.apache.camel.support.SimpleTypeConverter;

/**
 * How a route's text becomes one of our constants, as in {@code intend(${body}, CHECK)}. Camel can do that by itself, but goes through all
 * its converters each time: 1.1 % of the server's work on a stock. Capitals do not matter, as with Camel.
 */
final class WrittenConstants {

    private WrittenConstants() {
    }

    static void addTo(TypeConverterRegistry registry) {
        add(registry, Stage.class);
        add(registry, Operation.class);
        add(registry, RelayCall.class);
    }

    private static <E extends Enum<E>> void add(TypeConverterRegistry registry, Class<E> type) {
        registry.addTypeConverter(type, String.class, new SimpleTypeConverter(false,
                (target, exchange, value) -> Enum.valueOf(type, ((String) value).strip().toUpperCase(Locale.ROOT))));
    }
}
