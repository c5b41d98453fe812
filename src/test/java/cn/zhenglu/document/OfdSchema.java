package cn.zhenglu.document;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import javax.xml.validation.Validator;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.helpers.DefaultHandler;

/** Holds the XML parts of a package against the schemas of {@code src/test/resources/ofd}, written after GB/T 33190-2016. */
public final class OfdSchema {

    private static final Schema SCHEMA = load();

    private OfdSchema() {
    }

    /**
     * What the schemas object to, e.g. {@code OFD.xml, line 1: …}; nothing when the parts are as they should be. Attached records
     * are no parts of the standard and not looked at.
     *
     * @param files of a package by name
     */
    public static List<String> faults(Map<String, byte[]> files) {
        List<String> faults = new ArrayList<>();
        files.forEach((name, content) -> {
            if (name.endsWith(".xml") && !name.endsWith("licence.xml")) {
                faults.addAll(faults(name, content));
            }
        });
        return faults;
    }

    static List<String> faults(String name, byte[] part) {
        List<String> faults = new ArrayList<>();
        Validator validator = SCHEMA.newValidator();
        validator.setErrorHandler(new DefaultHandler() {
            @Override
            public void error(SAXParseException fault) {
                faults.add(name + ", line " + fault.getLineNumber() + ": " + fault.getMessage());
            }
        });
        try {
            validator.validate(new StreamSource(new ByteArrayInputStream(part)));
        } catch (SAXException | IOException broken) {
            faults.add(name + ": " + broken.getMessage());
        }
        return faults;
    }

    private static Schema load() {
        try {
            return SchemaFactory.newDefaultInstance().newSchema(OfdSchema.class.getResource("/ofd/ofd.xsd"));
        } catch (SAXException broken) {
            throw new IllegalStateException("the schemas themselves are broken", broken);
        }
    }
}
