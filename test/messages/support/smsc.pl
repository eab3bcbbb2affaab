# An SMSC on Perl's Net::SMPP, for one client after the other. It tells what it was handed on its standard output.
use strict;
use warnings;
use Net::SMPP;

$| = 1;
my $listening = Net::SMPP->new_listen('127.0.0.1', port => 0, async => 1, timeout => 600) or die "cannot listen: $!";
print 'port ', $listening->sockport, "\n";
my $made = 0;
while (my $client = $listening->accept) {
  serve($client);
  close $client;
}

sub serve {
  my ($client) = @_;
  while (my $pdu = $client->read_pdu) {
    my ($command, $seq) = ($pdu->{cmd}, $pdu->{seq});
    if ($command == Net::SMPP::CMD_bind_transceiver) {
      $client->bind_transceiver_resp(seq => $seq, system_id => 'perl');
    } elsif ($command == Net::SMPP::CMD_enquire_link) {
      $client->enquire_link_resp(seq => $seq);
    } elsif ($command == Net::SMPP::CMD_unbind) {
      $client->unbind_resp(seq => $seq);
      return;
    } elsif ($command == Net::SMPP::CMD_submit_sm) {
      submit($client, $pdu);
    }
  }
}

sub submit {
  my ($client, $pdu) = @_;
  my $number = $pdu->{destination_addr};
  if ($number =~ /90$/) {
    $client->submit_sm_resp(seq => $pdu->{seq}, status => 0x0b, message_id => '');
    return;
  }
  my $id = sprintf '%010d', ++$made;
  print join(' ', 'submit', "+$number", @$pdu{qw(esm_class data_coding)}, unpack('H*', $pdu->{short_message})), "\n";
  $client->submit_sm_resp(seq => $pdu->{seq}, message_id => $id);
  my $word = $number =~ /91$/ ? 'REJECTD' : $number =~ /92$/ ? 'EXPIRED' : 'DELIVRD';
  $client->deliver_sm(
    source_addr => $number, destination_addr => $pdu->{source_addr}, esm_class => 4,
    short_message => "id:$id sub:001 dlvrd:000 submit date:2601011200 done date:2601011201 stat:$word err:012 text:",
  );
}
