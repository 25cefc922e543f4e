// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The program of a line table, run for its rows. Called by dwarf.c for each
 * unit, on one thread; the program is not trusted. What it says comes in
 * sequences, each for code that stands together: one that begins where no code
 * is (linkers leave 0, 1, -1 or -2 for what they dropped) is dropped whole, as
 * what follows may look like an address of something else.
 */
#include <dwarf.h>

#include "tool/index/builder.h"
#include "tool/index/lines.h"

struct machine {
	struct builder *builder;
	struct line_table *table;
	uint64_t address;
	uint64_t operation; /* within the instruction */
	uint64_t file;
	uint64_t line;
	uint32_t unit;
	size_t first;  /* row of the sequence */
	bool dropped;  /* the sequence */
	bool unsorted; /* it goes back, which it must not */
};

static void begin(struct machine *machine)
{
	machine->address = 0;
	machine->operation = 0;
	machine->file = 1;
	machine->line = 1;
	machine->first = machine->builder->rows.count;
	/* Until it says where it is, it is at 0. */
	machine->dropped = machine->builder->image->base > 0;
	machine->unsorted = false;
}

static void advance(struct machine *machine, uint64_t steps)
{
	const struct line_table *table = machine->table;

	steps += machine->operation;
	machine->address += table->shortest * (steps / table->operations);
	machine->operation = steps % table->operations;
}

static void add_row(struct machine *machine)
{
	struct builder *builder = machine->builder;
	struct index_row row = { .line = (uint32_t)machine->line };
	struct index_row *last = NULL;

	if (machine->dropped ||
	    !offset_of(builder->image, machine->address, &row.start))
		return;
	row.file = line_table_file(builder, machine->table, machine->file);
	machine->table->damaged |= row.line &&
				   machine->file >= machine->table->files.count;
	if (builder->rows.count > machine->first)
		last = &builder->rows.at[builder->rows.count - 1];
	if (last && last->start > row.start)
		machine->unsorted = true;
	else if (last && last->file == row.file && last->line == row.line)
		return;
	/* Of one address the last row counts. */
	if (last && last->start == row.start)
		*last = row;
	else
		array_push(&builder->rows, row);
}

static void end(struct machine *machine)
{
	struct builder *builder = machine->builder;
	struct sequence sequence = { .first = machine->first,
				     .unit = machine->unit };
	bool good =
		!machine->dropped && !machine->unsorted &&
		builder->rows.count > machine->first &&
		offset_of(builder->image, machine->address - 1, &sequence.end);

	if (good) {
		sequence.start = builder->rows.at[machine->first].start;
		sequence.end++;
		good = sequence.end > sequence.start;
	}
	if (good) {
		sequence.count = builder->rows.count - machine->first;
		array_push(&builder->sequences, sequence);
		builder->has_lines = true;
	} else {
		builder->rows.count = machine->first;
		machine->table->damaged |= machine->unsorted;
	}
	begin(machine);
}

static void run_extended(struct machine *machine, struct bytes *program)
{
	uint64_t length = bytes_leb(program, false);
	struct bytes operands = *program;
	uint32_t offset;

	if (!bytes_take(program, length) || !length)
		return;
	operands.end = program->at;
	switch (bytes_number(&operands, 1)) {
	case DW_LNE_end_sequence:
		end(machine);
		break;
	case DW_LNE_set_address:
		machine->address = bytes_number(
			&operands, (unsigned int)bytes_left(&operands));
		machine->operation = 0;
		machine->dropped = !offset_of(machine->builder->image,
					      machine->address, &offset);
		break;
	}
}

/* Skips what it does not know, as the table says how many operands it has. */
static void skip(struct machine *machine, struct bytes *program, uint8_t opcode)
{
	uint8_t i;

	for (i = 0; i < machine->table->operands[opcode - 1]; i++)
		bytes_leb(program, false);
}

static void run_standard(struct machine *machine, struct bytes *program,
			 uint8_t opcode)
{
	const struct line_table *table = machine->table;

	switch (opcode) {
	case DW_LNS_copy:
		add_row(machine);
		break;
	case DW_LNS_advance_pc:
		advance(machine, bytes_leb(program, false));
		break;
	case DW_LNS_advance_line:
		machine->line += bytes_leb(program, true);
		break;
	case DW_LNS_set_file:
		machine->file = bytes_leb(program, false);
		break;
	case DW_LNS_const_add_pc:
		advance(machine,
			(255u - table->opcode_base) / table->line_range);
		break;
	case DW_LNS_fixed_advance_pc:
		machine->address += bytes_number(program, 2);
		machine->operation = 0;
		break;
	default:
		skip(machine, program, opcode);
	}
}

void line_table_rows(struct builder *builder, struct line_table *table,
		     uint32_t unit)
{
	struct machine machine = { .builder = builder,
				   .table = table,
				   .unit = unit };
	struct bytes program = table->program;

	begin(&machine);
	while (table->version && bytes_left(&program) && !program.bad) {
		uint8_t opcode = (uint8_t)bytes_number(&program, 1);
		unsigned int special = opcode - table->opcode_base;

		if (!opcode) {
			run_extended(&machine, &program);
		} else if (opcode < table->opcode_base) {
			run_standard(&machine, &program, opcode);
		} else {
			advance(&machine, special / table->line_range);
			machine.line +=
				(uint64_t)(table->line_base +
					   (int)(special % table->line_range));
			add_row(&machine);
		}
	}
	table->damaged |= program.bad || builder->rows.count > machine.first;
	/* Without its end nobody knows how far it goes. */
	builder->rows.count = machine.first;
}
