using System.Runtime.InteropServices;
using System.Text;
using Paretune;
using Paretune.Client;

// Without a byte order mark, because piped output must begin with the data.
Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
ProxyPastLoopback.Install();
using var interrupted = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt);
return await ParetuneConsole.Run(args, Terminal.OfProcess(), interrupted.Token);

void Interrupt(PosixSignalContext signal)
{
    // The first signal lets the command clean up; the second one ends the process immediately.
    signal.Cancel |= !interrupted.IsCancellationRequested;
    interrupted.Cancel();
}
