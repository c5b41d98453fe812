package cn.zhenglu.seal.verify;

import java.util.ArrayDeque;
import java.util.Deque;
import org.xml.sax.Attributes;
import org.xml.sax.helpers.DefaultHandler;

/** Finds {@code Page/Area/PhysicalBox} in a page's content. */
final class PageArea extends DefaultHandler {

    private final Deque<String> path = new ArrayDeque<>();
    private final StringBuilder box = new StringBuilder();

    @Override
    public void startElement(String uri, String localName, String qName, Attributes attributes) {
        path.addLast(localName);
    }

    @Override
    public void endElement(String uri, String localName, String qName) {
        path.removeLast();
    }

    @Override
    public void characters(char[] text, int start, int length) {
        if (path.size() == 3 && path.peekLast().equals("PhysicalBox")) {
            box.append(text, start, length);
        }
    }

    /** As written, or empty when the page has none of its own. */
    String physicalBox() {
        return box.toString();
    }
}
