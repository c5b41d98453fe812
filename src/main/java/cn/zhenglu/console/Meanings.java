package cn.zhenglu.console;

import java.util.List;
import java.util.stream.Stream;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;

/** What a kind of problem means, in plain words; in templates {@code @meanings.of(code)}. */
@Component("meanings")
class Meanings {

    private final MessageSource messages;

    Meanings(MessageSource messages) {
        this.messages = messages;
    }

    /** From the text for exactly this code to that for its kind, its family, and at last any. */
    public String of(String code) {
        String kind = code.substring(code.lastIndexOf('.') + 1);
        String family = code.contains(".") ? code.substring(0, code.indexOf('.')) : code;
        List<String> keys = List.of("meaning." + code, "meaning.any." + kind, "meaning." + family);
        return Stream.concat(keys.stream(), Stream.of("meaning.other"))
                .map(key -> messages.getMessage(key, null, "", LocaleContextHolder.getLocale()))
                .filter(text -> text != null && !text.isEmpty()).findFirst().orElseThrow();
    }
}
