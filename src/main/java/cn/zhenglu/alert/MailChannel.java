package cn.zhenglu.alert;

import java.util.List;
import org.springframework.mail.MailException;
import org.springframework.mail.SimpleMailMessage;
import org.springframework.mail.javamail.JavaMailSender;

/** E-mail to a few people. */
final class MailChannel implements Channel {

    private final JavaMailSender mail;
    private final String from;
    private final List<String> to;

    MailChannel(JavaMailSender mail, String from, List<String> to) {
        this.mail = mail;
        this.from = from;
        this.to = List.copyOf(to);
    }

    @Override
    public String name() {
        return "mail";
    }

    @Override
    public void send(Notice notice) {
        SimpleMailMessage message = new SimpleMailMessage();
        message.setFrom(from);
        message.setTo(to.toArray(String[]::new));
        message.setSubject(notice.subject());
        message.setText(notice.text());
        try {
            mail.send(message);
        } catch (MailException e) {
            Throwable cause = e.getMostSpecificCause();
            throw new NotSent("邮件未能发出（" + cause.getClass().getSimpleName() + "）：" + cause.getMessage());
        }
    }
}
