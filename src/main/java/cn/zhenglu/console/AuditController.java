package cn.zhenglu.console;

import cn.zhenglu.ledger.Audit;
import cn.zhenglu.ledger.AuditTrail;
import cn.zhenglu.ledger.AuditTrail.Entry;
import cn.zhenglu.ledger.AuditTrail.Filter;
import cn.zhenglu.web.ChinaTime;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.format.annotation.DateTimeFormat.ISO;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Who did what. Everybody may look; taking it away as a file is for administrators, and an act of its own. */
@Controller
class AuditController {

    private static final int SIZE = 50;
    private static final int TEXT_DAYS = 30;

    private final AuditTrail trail;
    private final Audit audit;
    private final MessageSource texts;
    private final Clock clock;

    AuditController(AuditTrail trail, Audit audit, MessageSource texts, Clock clock) {
        this.trail = trail;
        this.audit = audit;
        this.texts = texts;
        this.clock = clock;
    }

    /**
     * What the page asks for.
     *
     * @param from  day in China, inclusive
     * @param until day in China, inclusive
     */
    record Search(String actor, String action, String target, String text, @DateTimeFormat(iso = ISO.DATE) LocalDate from,
            @DateTimeFormat(iso = ISO.DATE) LocalDate until) {

        Filter filter() {
            return new Filter(given(actor), given(action), given(target), given(text),
                    from == null ? null : from.atStartOfDay(ChinaTime.ZONE).toInstant(),
                    until == null ? null : until.plusDays(1).atStartOfDay(ChinaTime.ZONE).toInstant());
        }

        private static String given(String text) {
            return text == null || text.isBlank() ? null : text.strip();
        }
    }

    /** Texts are looked for within a time, which the form shows: nobody waits until years of acts have been read through. */
    private Search within(Search asked) {
        return asked.text() == null || asked.text().isBlank() || asked.from() != null ? asked
                : new Search(asked.actor(), asked.action(), asked.target(), asked.text(),
                        LocalDate.ofInstant(clock.instant(), ChinaTime.ZONE).minusDays(TEXT_DAYS), asked.until());
    }

    @GetMapping("/console/audit")
    String list(Search asked, @RequestParam(required = false) Long below, Model model) {
        Search search = within(asked);
        model.addAttribute("search", search); // in place of what was asked, which bears the same name
        List<Entry> found = trail.list(search.filter(), below, SIZE + 1);
        boolean more = found.size() > SIZE;
        List<Entry> shown = more ? found.subList(0, SIZE) : found;
        model.addAttribute("entries", shown);
        model.addAttribute("older", more ? shown.get(SIZE - 1).id() : null);
        model.addAttribute("first", below == null);
        model.addAttribute("actions", trail.actions());
        return "console/audit";
    }

    /** POST, since it leaves a trace of its own; the filter chain lets administrators only. */
    @PostMapping("/console/audit/export")
    void export(Search asked, Principal operator, HttpServletResponse response) throws IOException {
        audit.append(operator.getName(), "audit.export", "audit", null);
        ContentDisposition file = ContentDisposition.attachment()
                .filename("审计记录-" + LocalDate.ofInstant(clock.instant(), ChinaTime.ZONE) + ".csv", StandardCharsets.UTF_8).build();
        response.setContentType("text/csv;charset=UTF-8");
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, file.toString());
        try (AuditFile lines = new AuditFile(response.getOutputStream(),
                key -> texts.getMessage(key, null, key, LocaleContextHolder.getLocale()))) {
            trail.each(within(asked).filter(), lines::add);
        }
    }
}
