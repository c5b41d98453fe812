package cn.zhenglu.web;

import java.util.Locale;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;

/**
 * What the fields of certificates are called on pages. The Chinese names are those of the certificate's type; in another language
 * there are texts for the usual ones, {@code field.CERT_NUM} and the like, and the Chinese name for others.
 */
@Component("fieldNames")
class FieldNames {

    private final MessageSource messages;

    FieldNames(MessageSource messages) {
        this.messages = messages;
    }

    /**
     * @param component e.g. {@code certNum}
     * @param label     the Chinese name
     */
    public String of(String component, String label) {
        Locale locale = LocaleContextHolder.getLocale();
        if (locale.getLanguage().equals(Locale.CHINESE.getLanguage())) {
            return label;
        }
        String constant = component.replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
        return messages.getMessage("field." + constant, null, label, locale);
    }
}
